/** Trips of this phone beside the one whose screens are shown: what is still open in them, and the way there. */
import { isDone, isInHand, knownTo } from "./round.js"
import { announce, inStore, strictly } from "./store.js"
import { currentSession, sessionOf, turnTo } from "./who.js"
import { moment, t } from "./words.js"

/**
 * @typedef {import("./round.js").Envelope} Envelope
 * @typedef {object} Trip
 * @property {string} user @property {import("./types.js").PackageOut[]} open  In hand or to be taken over, as this phone knows it.
 * @property {number} forms  Begun and not finished.
 * @property {boolean} over @property {boolean} takenBack  Over before its time: by the office. @property {boolean} left  Its driver has signed out of it, with nothing to bring back.
 * @property {Envelope[]} bag  What is to be brought back when it is over.
 * @property {string} office  Its name, or nothing. @property {string} since  When it was taken over, or nothing.
 */

/** @param {string} user who is in @returns {Promise<Trip[]>} those in which something is open, the last one taken over first */
export async function otherTrips(user) {
  const sessions = await inStore((store) => store.getAll("sessions"))
  const others = sessions.filter((one) => one.kind === "trip" && one.user !== user)
  const trips = await Promise.all(others.map((one) => openIn(one.user)))
  return trips.filter(isOpen).sort((a, b) => b.since.localeCompare(a.since))
}

/** Of a trip that was left only a form that a second tab went on with. @param {Trip} trip */
const isOpen = ({ left, open, forms, bag }) => forms > 0 || (!left && open.length + bag.length > 0)

/** @param {string} user @returns {Promise<Trip>} */
export async function openIn(user) {
  const [known, session] = await Promise.all([knownTo(user), sessionOf(user)])
  const open = known.parcels.filter((parcel) => !isDone(parcel))
  const bag = await toBringBack(user, bagOf(known))
  return {
    ...{ user, open, forms: known.drafts.length, over: known.round?.over ?? false, bag },
    ...{ takenBack: isTakenBack(known.round), ...ofSession(session) },
  }
}

/** @param {import("./who.js").SessionRow} [session] */
const ofSession = (session) => ({
  office: session?.office.name ?? "",
  since: session?.since ?? "",
  left: session?.left === true && !session.owes,
})

/** @param {import("./round.js").Known} known */
function bagOf({ round, inBag, parcels }) {
  const held = round?.over ? parcels.filter(isInHand) : []
  return [...inBag, ...held.map(({ pkg, alias }) => ({ pkg, alias }))]
}

/**
 * Without what the office has handed out again since, in another trip on this phone: under a new label, with its number.
 * @param {string} user @param {Envelope[]} bag @returns {Promise<Envelope[]>}
 */
export async function toBringBack(user, bag) {
  const rows = bag.length ? await inStore((store) => store.getAll("rounds")) : []
  const others = rows.filter((row) => row.user !== user && !row.round.over)
  const again = new Set(others.flatMap(({ round }) => round.packages.map(({ alias }) => alias)))
  return bag.filter(({ alias }) => !again.has(alias))
}

/** Before its time was over. @param {import("./types.js").RoundOut | null} round */
export const isTakenBack = (round) =>
  round?.over === true && Date.parse(round.server_time) < Date.parse(round.expires_at)

/** What tells it from others: where it was taken over, and when. @param {Trip} trip */
export const nameOf = ({ office, since }) =>
  [office, since && t("trip_taken", { time: moment(since) })].filter(Boolean).join(", ") || t("trip_unknown")

/** A label or the number beside it. @param {string} id @param {string} user who is in */
export async function tripOf(id, user) {
  for (const trip of await otherTrips(user)) {
    const parcel = trip.open.find(hasId(id))
    if (parcel) return { trip, parcel }
  }
  return null
}

/** Whose envelope it was; of a trip that was left too. @param {string} id a label or the number beside it @returns {Promise<Trip | null>} */
export async function endedTripOf(id) {
  const rows = await inStore((store) => store.getAll("rounds"))
  const found = rows.find(({ in_bag }) => in_bag?.some(hasId(id)))
  return found ? openIn(found.user) : null
}

/** @param {string} id @returns {(envelope: Envelope) => boolean} */
const hasId =
  (id) =>
  ({ pkg, alias }) =>
    pkg === id || alias === id

/** The envelopes are back at the office. @param {string} user */
export async function setBagDown(user) {
  await strictly(["rounds"], async (tx) => {
    const row = await tx.objectStore("rounds").get(user)
    if (row) await tx.objectStore("rounds").put({ ...row, in_bag: [] })
  })
  announce("round")
}

/** Without a line too: the round is as this phone last knew it. @param {import("./app.js").App} app @param {string} user @param {string} [path] */
export async function goTo(app, user, path = "putaran") {
  await turnTo(user)
  app.session = await currentSession()
  void import("./refresh.js").then(({ refresh }) => refresh(user))
  app.go(path)
}
