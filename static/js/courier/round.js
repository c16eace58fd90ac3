/** The courier's packages of the day as this phone knows them: the stored round, overlaid with what was done here. */
import { draftsOf, sentOf, waitingOf } from "./outbox.js"
import { inStore } from "./store.js"

/**
 * @typedef {import("./types.js").RoundOut} RoundOut
 * @typedef {import("./types.js").PackageOut} PackageOut
 * @typedef {import("./types.js").WaitingRow} WaitingRow
 * @typedef {{ user: string, etag: string | null, round: RoundOut, stored_at: string }} RoundRow
 */

const AFTER = /** @type {const} */ ({
  picked_up: "picked_up",
  delivered: "delivered",
  attempt_failed: "attempt_failed",
  returned: "returned",
})
const DONE = new Set(["delivered", "returned", "reported_delivered", "cancelled", "lost"])

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

/** @param {PackageOut} parcel @param {WaitingRow} act @returns {PackageOut} */
function afterAct(parcel, { outcome }) {
  const attempt = parcel.attempt + (outcome === "attempt_failed" ? 1 : 0)
  return { ...parcel, status: AFTER[outcome], attempt }
}

/** Acts the stored round cannot know of yet. @param {RoundRow} row @param {WaitingRow[]} waiting @param {import("./types.js").SentRow[]} sent @returns {WaitingRow[]} */
export function actsSince(row, waiting, sent) {
  const unseen = sent.filter(({ sent_at }) => sent_at > row.stored_at)
  return [...unseen, ...waiting].sort((a, b) => a.order - b.order)
}

/** @param {PackageOut} parcel */
export const isDone = ({ status }) => DONE.has(status)

/** @param {PackageOut} parcel */
export const isToAccept = ({ status }) => status === "assigned"

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
 * @property {import("./types.js").Draft[]} drafts @property {Set<string>} closedHere packages whose delivery this phone froze
 */

/** @param {string} user @returns {Promise<Known>} */
export async function knownTo(user) {
  const [row, waiting, sent, drafts] = await Promise.all([
    storedRound(user),
    waitingOf(user),
    sentOf(user),
    draftsOf(user),
  ])
  const delivered = [...waiting, ...sent]
    .filter(({ outcome }) => outcome === "delivered")
    .map(({ pkg }) => pkg)
  const parcels = row ? withActs(row.round, actsSince(row, waiting, sent)) : []
  return { round: row?.round ?? null, parcels, drafts, closedHere: new Set(delivered) }
}

/**
 * @typedef {{ kind: "ready" | "accept" | "done" | "duplicate", parcel: PackageOut } | { kind: "unknown" | "foreign", parcel: null }} Recognised
 */

/**
 * @param {string | null} id null when the code is not one of ours @param {PackageOut[]} parcels with this phone's own acts
 * @param {Set<string>} closedHere packages whose delivery was frozen on this phone
 * @returns {Recognised}
 */
export function recognise(id, parcels, closedHere) {
  if (id === null) return { kind: "foreign", parcel: null }
  const parcel = parcels.find(({ pkg }) => pkg === id)
  if (!parcel) return { kind: "unknown", parcel: null }
  if (closedHere.has(id)) return { kind: "duplicate", parcel }
  if (isDone(parcel)) return { kind: "done", parcel }
  return { kind: parcel.status === "assigned" ? "accept" : "ready", parcel }
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

/** Flat earth is good enough to sort one town. @param {import("./place.js").Fix | null} fix @param {PackageOut} parcel */
function distance(fix, { place }) {
  if (!fix || !place) return Number.MAX_VALUE
  const { latitude, longitude } = fix.coords
  return Math.hypot(
    place.lat_e7 / 1e7 - latitude,
    (place.lon_e7 / 1e7 - longitude) * Math.cos((latitude * Math.PI) / 180),
  )
}
