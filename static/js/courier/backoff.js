/** How long to wait before the next try. */

const FIRST_MS = 2_000
const LONGEST_MS = 300_000

/**
 * 2 s doubling to 5 min, spread by a quarter so that phones do not come back together. There is no last try.
 * @param {number} tries failed so far, from 1 @param {() => number} [random]
 */
export function waitMs(tries, random = Math.random) {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(tries - 1, 20))
  return Math.round(full * (0.75 + random() / 4))
}
