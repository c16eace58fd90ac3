/** Trips of this phone beside the one whose screens are shown: what is still open in them, and the way there. */
import { isDone, knownTo } from "./round.js"
import { inStore } from "./store.js"
import { currentSession, turnTo } from "./who.js"

/**
 * @typedef {object} Trip
 * @property {string} user @property {import("./types.js").PackageOut[]} open  In hand or to be taken over, as this phone knows it.
 * @property {number} forms  Begun and not finished.
 */

/** @param {string} user who is in @returns {Promise<Trip[]>} those in which something is open */
export async function otherTrips(user) {
  const sessions = await inStore((store) => store.getAll("sessions"))
  const others = sessions.filter((one) => one.kind === "trip" && one.user !== user && !one.left)
  const trips = await Promise.all(others.map((one) => openIn(one.user)))
  return trips.filter(({ open, forms }) => open.length || forms)
}

/** @param {string} user @returns {Promise<Trip>} */
export async function openIn(user) {
  const { parcels, drafts } = await knownTo(user)
  return { user, open: parcels.filter((parcel) => !isDone(parcel)), forms: drafts.length }
}

/** A label or the number beside it. @param {string} id @param {string} user who is in */
export async function tripOf(id, user) {
  for (const trip of await otherTrips(user)) {
    const parcel = trip.open.find(({ pkg, alias }) => pkg === id || alias === id)
    if (parcel) return { trip, parcel }
  }
  return null
}

/** Without a line too: the round is as this phone last knew it. @param {import("./app.js").App} app @param {string} user @param {string} [path] */
export async function goTo(app, user, path = "putaran") {
  await turnTo(user)
  app.session = await currentSession()
  void import("./refresh.js").then(({ refresh }) => refresh(user))
  app.go(path)
}
