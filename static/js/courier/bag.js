/**
 * Envelopes that are still with a driver whose trip is over. Whoever they are for leaves the phone; their numbers stay until
 * they are back at the office, or nothing would name what a scan finds in the bag (docs/decisions/0064).
 */
import { isInHand, parcelsOf } from "./round.js"

/** @typedef {import("./round.js").RoundRow} RoundRow @typedef {import("./round.js").Envelope} Envelope */

/**
 * @param {any} tx over `waiting` and `sent` @param {RoundRow | undefined} before as it is here until now
 * @param {(pkg: string) => boolean} isNeeded it stays in the round, with its recipient @returns {Promise<Envelope[]>}
 */
export async function inBag(tx, before, isNeeded) {
  if (!before) return []
  const all = await Promise.all(["waiting", "sent"].map((name) => tx.objectStore(name).getAll()))
  const [waiting = [], sent = []] = all.map((rows) => rows.filter(isOf(before.user)))
  const held = parcelsOf(before, waiting, sent).filter((parcel) => isInHand(parcel) && !isNeeded(parcel.pkg))
  return [...(before.in_bag ?? []), ...held.map(({ pkg, alias }) => ({ pkg, alias }))]
}

/** @param {string} whose @returns {(act: { user: string }) => boolean} */
const isOf =
  (whose) =>
  ({ user }) =>
    user === whose
