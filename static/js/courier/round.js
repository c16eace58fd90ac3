/** The courier's packages of the day as this phone knows them: the stored round, overlaid with what was done here. */
import { usesAttempt } from "./attempts.js"
import { draftsOf, sentOf, waitingOf } from "./outbox.js"
import { inStore } from "./store.js"

/**
 * @typedef {import("./types.js").RoundOut} RoundOut
 * @typedef {import("./types.js").PackageOut} PackageOut
 * @typedef {import("./types.js").WaitingRow} WaitingRow
 * @typedef {{ pkg: string, alias: string }} Envelope  Its label and its number; nothing of whoever it is for.
 * @typedef {{ user: string, etag: string | null, round: RoundOut, stored_at: string, heard: number, in_bag?: Envelope[] }} RoundRow
 *   `heard`: how many acknowledgements were here before the server was asked. `stored_at` orders nothing. `in_bag`: what
 *   was in hand when the trip ended.
 */

/** @type {Record<WaitingRow["outcome"], string>} */
const AFTER = {
  picked_up: "picked_up",
  delivered: "delivered",
  attempt_failed: "attempt_failed",
  returned: "returning",
  shift: "", // before work: of no package
}
/** Handed over, but the office looks at the proof before it counts: a status that only this phone knows. */
const IN_REVIEW = "in_review"
const DONE = new Set([
  ...["delivered", "returned", "returning", "reported_delivered", "cancelled", "lost"],
  IN_REVIEW,
])
const IN_HAND = new Set(["picked_up", "out_for_delivery", "attempt_failed"])

/** @param {string} user @returns {Promise<RoundRow | null>} */
export async function storedRound(user) {
  return (await inStore((store) => store.get("rounds", user))) ?? null
}

/**
 * Each package as this phone knows it: acts frozen here come on top of what the server last said.
 * @param {RoundOut} round @param {WaitingRow[]} acts in the order they were frozen @returns {PackageOut[]}
 */
export function withActs(round, acts) {
  return round.packages.map((parcel) => acts.filter(({ pkg }) => pkg === parcel.pkg).reduce(afterAct, parcel))
}

/** As the server will count it. @param {PackageOut} parcel @param {WaitingRow} act @returns {PackageOut} */
function afterAct(parcel, act) {
  const moved = { ...parcel, status: AFTER[act.outcome] }
  if (!usesAttempt(act)) return moved
  return { ...moved, attempt: parcel.attempt + 1, to_counter: parcel.to_counter || parcel.last }
}

/** Acts the stored round need not know of yet, by number: no clock of this phone has a say. @param {RoundRow} row @param {WaitingRow[]} waiting @param {import("./types.js").SentRow[]} sent @returns {WaitingRow[]} */
export function actsSince(row, waiting, sent) {
  const unseen = sent.filter(({ heard }) => heard > row.heard)
  return inTurn(unseen, waiting)
}

/** @param {PackageOut} parcel */
export const isDone = ({ status }) => DONE.has(status)

/** @param {PackageOut} parcel */
export const isToAccept = ({ status }) => status === "assigned"

/** @param {PackageOut} parcel */
export const isInHand = ({ status }) => IN_HAND.has(status)

/** @param {RoundOut} round @param {PackageOut} parcel */
export function policyOf(round, { policy }) {
  return round.policies.find(({ id, version }) => id === policy.id && version === policy.version) ?? null
}

/** @param {PackageOut[]} parcels @param {string} typed part of a name, address or alias */
export function matching(parcels, typed) {
  const wanted = folded(typed).split(" ").filter(Boolean)
  return parcels.filter(({ recipient, alias, pkg }) => {
    const text = folded(`${recipient.name} ${recipient.address} ${alias} ${pkg}`)
    return wanted.every((word) => text.includes(word))
  })
}

/** @param {string} text */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ")
}

/**
 * @typedef {object} Known
 * @property {import("./types.js").RoundOut | null} round @property {import("./types.js").PackageOut[]} parcels
 * @property {Envelope[]} inBag  of a trip that is over
 * @property {import("./types.js").Draft[]} drafts @property {Map<string, WaitingRow>} handed the delivery that this phone froze last, by package
 */

/** @param {string} user @returns {Promise<Known>} */
export async function knownTo(user) {
  const [row, waiting, sent, drafts] = await Promise.all([
    storedRound(user),
    waitingOf(user),
    sentOf(user),
    draftsOf(user),
  ])
  const acts = inTurn(sent, waiting)
  const handed = new Map(acts.filter(({ outcome }) => outcome === "delivered").map((act) => [act.pkg, act]))
  return {
    round: row?.round ?? null,
    parcels: row ? parcelsOf(row, waiting, sent) : [],
    inBag: row?.in_bag ?? [],
    drafts,
    handed,
  }
}

/** @param {import("./types.js").SentRow[]} sent @param {WaitingRow[]} waiting @returns {WaitingRow[]} */
const inTurn = (sent, waiting) => [...sent, ...waiting].sort((a, b) => a.order - b.order)

/** What the server told, and what this phone has done since. @param {RoundRow} row @param {WaitingRow[]} waiting @param {import("./types.js").SentRow[]} sent */
export function parcelsOf(row, waiting, sent) {
  const last = new Map(inTurn(sent, waiting).map((act) => [act.pkg, act]))
  const told = row.round.packages
  return withActs(row.round, actsSince(row, waiting, sent)).map((parcel, i) =>
    told[i] && isDone(told[i]) ? parcel : withReview(parcel, last.get(parcel.pkg)),
  )
}

/** The server moves nothing while it looks, and the courier has given the letter away all the same. @param {PackageOut} parcel @param {WaitingRow} [last] @returns {PackageOut} */
function withReview(parcel, last) {
  const looked = last?.outcome === "delivered" && "verdict" in last && last.verdict === "kept_for_review"
  return looked && (isInHand(parcel) || parcel.status === "delivered")
    ? { ...parcel, status: IN_REVIEW }
    : parcel
}

/**
 * @typedef {{ kind: "ready" | "accept" | "failed" | "review" | "back" | "done" | "duplicate", parcel: PackageOut } | { kind: "unknown" | "foreign", parcel: null }} Recognised
 */

/** @type {Record<string, "accept" | "failed" | "review" | "back">} */
const KINDS = {
  assigned: "accept",
  attempt_failed: "failed",
  [IN_REVIEW]: "review",
  returning: "back",
  returned: "back",
}

/**
 * @param {string | null} id a label or the number printed beside it; null when the code is not one of ours
 * @param {Pick<Known, "parcels" | "handed">} known with this phone's own acts
 * @returns {Recognised}
 */
export function recognise(id, { parcels, handed }) {
  if (id === null) return { kind: "foreign", parcel: null }
  const parcel = parcels.find(({ pkg, alias }) => pkg === id || alias === id)
  if (!parcel) return { kind: "unknown", parcel: null }
  const kind = KINDS[parcel.status]
  if (kind) return { kind, parcel }
  if (isDone(parcel)) return { kind: handed.has(parcel.pkg) ? "duplicate" : "done", parcel }
  return { kind: "ready", parcel }
}

export const SORTS = ["round", "name", "near"]

/** @param {PackageOut[]} parcels @param {string} sort @param {import("./place.js").Fix | null} fix */
export function inOrder(parcels, sort, fix) {
  const places = new Map(parcels.map((parcel, i) => [parcel.pkg, i]))
  const order = { round: byPlace(places), name: byName, near: byDistance(fix) }[sort] ?? byName
  return [...parcels].sort((a, b) => Number(isDone(a)) - Number(isDone(b)) || order(a, b))
}

/** @param {Map<string, number>} places @returns {(a: PackageOut, b: PackageOut) => number} */
const byPlace = (places) => (a, b) => (places.get(a.pkg) ?? 0) - (places.get(b.pkg) ?? 0)

/** @param {PackageOut} a @param {PackageOut} b */
const byName = (a, b) => a.recipient.name.localeCompare(b.recipient.name, "id")

/** Unknown places come after known ones. @param {import("./place.js").Fix | null} fix @returns {(a: PackageOut, b: PackageOut) => number} */
const byDistance = (fix) => (a, b) => distance(fix, a) - distance(fix, b) || 0

const METRES_PER_DEGREE = 111_195

/** Metres as the crow flies; Infinity when not both places are known. Flat earth is good enough for one town. @param {import("./place.js").Fix | null} fix @param {PackageOut} parcel */
export function distance(fix, { place }) {
  if (!fix || !place) return Infinity
  const { latitude, longitude } = fix.coords
  const north = place.lat_e7 / 1e7 - latitude
  const east = (place.lon_e7 / 1e7 - longitude) * Math.cos((latitude * Math.PI) / 180)
  return Math.hypot(north, east) * METRES_PER_DEGREE
}
