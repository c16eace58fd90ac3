/** A proof whose signed bytes the office got as a file while this phone could not keep them. */
import { CounterMoved, keepFrozen } from "./outbox.js"

/**
 * The very same bytes once there is room: others under this id would be another proof. A number that another proof took
 * meanwhile stays with its taker; the office sees a number twice and looks at it.
 * @param {import("./freeze.js").Frozen} frozen @returns {Promise<boolean>} false: it was finished before
 */
export async function keepGiven({ row, parts, numbered }) {
  try {
    return await keepFrozen(row, parts, numbered)
  } catch (error) {
    if (!(error instanceof CounterMoved)) throw error
    return keepFrozen(row, parts, { kid: `late:${row.proof}`, last: { seq: 0, prev: null } })
  }
}
