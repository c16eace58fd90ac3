/** The round as this phone knows it now, with everything the screens ask about it. */
import { draftsOf } from "./drafts.js"
import { sentOf, waitingOf } from "./outbox.js"
import { actsSince, storedRound, withActs } from "./round.js"

/**
 * @typedef {object} Known
 * @property {import("./types.js").RoundOut | null} round @property {import("./types.js").PackageOut[]} parcels
 * @property {import("./types.js").Draft[]} drafts @property {Set<string>} closedHere packages whose delivery this phone froze
 */

/** @param {string} user @returns {Promise<Known>} */
export async function knownTo(user) {
  const [row, waiting, sent, drafts] = await Promise.all([storedRound(user), waitingOf(user), sentOf(user), draftsOf(user)])
  const delivered = [...waiting, ...sent].filter(({ outcome }) => outcome === "delivered").map(({ pkg }) => pkg)
  const parcels = row ? withActs(row.round, actsSince(row, waiting, sent)) : []
  return { round: row?.round ?? null, parcels, drafts, closedHere: new Set(delivered) }
}
