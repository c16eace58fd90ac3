/** "Terima" and "Kembalikan": what passes between office and courier is an act of custody like any other, signed and queued. */
import { freeze } from "./freeze.js"
import { NOTHING_ASKED } from "./needs.js"
import { measureRoom } from "./room.js"
import { storedRound } from "./round.js"

/** @typedef {import("./types.js").PackageOut} PackageOut */

/** The phone is full: a shift does not start. The words stand above the round. */
export class NoRoom extends Error {}

/**
 * @param {import("./app.js").App} app @param {PackageOut[]} parcels that wait to be accepted
 * @returns {Promise<boolean>} false: the courier is asked first whether he may work today
 */
export async function acceptAll(app, parcels) {
  const row = await storedRound(app.session?.user ?? "")
  if (row?.round.policies.some(({ shift }) => shift)) {
    const { mayTake } = await import("./shift.js")
    if (!(await mayTake(app, row.round, parcels))) return false
  }
  if ((await measureRoom())?.verdict === "none") throw new NoRoom()
  for (const parcel of parcels) await pass(app, parcel, "picked_up")
  return true
}

/** The officer's count ends it; until then the package is on its way back. @param {import("./app.js").App} app @param {PackageOut} parcel in hand */
export const giveBack = (app, parcel) => pass(app, parcel, "returned")

/** @param {import("./app.js").App} app @param {PackageOut} parcel @param {"picked_up" | "returned"} outcome */
async function pass({ session, app }, parcel, outcome) {
  if (session) await freeze(custody(session.user, parcel, outcome), app)
}

/**
 * Taking it over from the office, or bringing it back: nothing is asked.
 * @param {string} user @param {import("./types.js").PackageOut} parcel @param {"picked_up" | "returned"} outcome @returns {import("./types.js").Act}
 */
export function custody(user, parcel, outcome) {
  const nothing = { reason: null, recipient: null, contactless: null, parts: [] }
  return {
    ...nothing,
    proof: crypto.randomUUID(),
    user,
    parcel,
    outcome,
    attempt: parcel.attempt,
    answers: NOTHING_ASKED,
  }
}
