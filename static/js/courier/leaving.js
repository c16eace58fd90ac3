/** What whoever signs out with envelopes in the bag had better know first: the way back may be closed. */
import { ask } from "./ask.js"
import { isInHand } from "./round.js"
import { inStore } from "./store.js"
import { nameOf, openIn, otherTrips } from "./trips_here.js"
import { sessionOf } from "./who.js"

/** @typedef {{ words: string, n: number, trip: string }} Warning  `trip`: which one, where there are two on this phone. */

/** @param {import("./who.js").SessionRow} session @param {typeof fetch} [send] @returns {Promise<Warning | null>} null: he may leave without a question */
export async function warningTo({ user, kind }, send = fetch) {
  const trip = await openIn(user)
  if (kind !== "trip") return warningToAccount(trip.open.filter(isInHand).length, send)
  const open = trip.over ? [] : trip.open
  const held = open.filter(isInHand).length
  if (trip.bag.length) return named(trip, "leave_bag", trip.bag.length)
  if (held) return named(trip, "leave_in_hand", held)
  return open.length ? named(trip, "leave_to_accept", open.length) : null
}

/** With a line the password leads back. @param {number} n @param {typeof fetch} send @returns {Promise<Warning | null>} */
async function warningToAccount(n, send) {
  return n && !(await hasLine(send)) ? { words: "leave_no_line", n, trip: "" } : null
}

/** An answer of our own: a Wi-Fi that wants a sign-in of its own is no line. @param {typeof fetch} send */
const hasLine = async (send) => (await ask("/kurir/api/session", {}, send)).json !== null

/** @param {import("./trips_here.js").Trip} trip @param {string} words @param {number} n @returns {Promise<Warning>} */
async function named(trip, words, n) {
  return { words, n, trip: (await otherTrips(trip.user)).length ? nameOf(trip) : "" }
}

/** Of a trip that is over the numbers stay for whoever has this phone, until the envelopes are at the office. @param {string} user */
export async function leaveNumbers(user) {
  const [{ bag }, session] = await Promise.all([openIn(user), sessionOf(user)])
  if (session && bag.length) await inStore((store) => store.put("sessions", { ...session, owes: true }))
}
