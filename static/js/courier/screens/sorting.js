/** The order of the round's cards: what is done always comes last. */
import { lastFix } from "../place.js"
import { isDone } from "../round.js"

/** @typedef {import("../types.js").PackageOut} PackageOut */

export const SORTS = ["round", "name", "near"]

/** @param {PackageOut[]} parcels @param {string} sort */
export function inOrder(parcels, sort) {
  const places = new Map(parcels.map((parcel, i) => [parcel.pkg, i]))
  const order = { round: byPlace(places), name: byName, near: byDistance(lastFix()) }[sort] ?? byName
  return [...parcels].sort((a, b) => Number(isDone(a)) - Number(isDone(b)) || order(a, b))
}

/** @param {Map<string, number>} places @returns {(a: PackageOut, b: PackageOut) => number} */
const byPlace = (places) => (a, b) => (places.get(a.pkg) ?? 0) - (places.get(b.pkg) ?? 0)

/** @param {PackageOut} a @param {PackageOut} b */
const byName = (a, b) => a.recipient.name.localeCompare(b.recipient.name, "id")

/** Unknown places come after known ones. @param {import("../place.js").Fix | null} fix @returns {(a: PackageOut, b: PackageOut) => number} */
const byDistance = (fix) => (a, b) => distance(fix, a) - distance(fix, b) || 0

/** Flat earth is good enough to sort one town. @param {import("../place.js").Fix | null} fix @param {PackageOut} parcel */
function distance(fix, { place }) {
  if (!fix || !place) return Number.MAX_VALUE
  const { latitude, longitude } = fix.coords
  return Math.hypot(place.lat_e7 / 1e7 - latitude, (place.lon_e7 / 1e7 - longitude) * Math.cos((latitude * Math.PI) / 180))
}
