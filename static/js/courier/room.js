/** Room left on this phone: a shift does not start without it (offline.md 6). */
import { announce } from "./store.js"

const TOO_LITTLE = 50_000_000
const LITTLE = 200_000_000

/** @typedef {{ free: number, verdict: "enough" | "low" | "none" }} Room  In bytes. */

/** @type {Room | null} */
let last = null

/** @returns {Room | null} null while nobody knows: some browsers do not say */
export const lastRoom = () => last

/** @returns {Promise<Room | null>} */
export async function measureRoom() {
  const { quota, usage } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {}
  last = quota === undefined || usage === undefined ? null : roomOf(quota - usage)
  announce("ready")
  return last
}

/** @param {number} free @returns {Room} */
export function roomOf(free) {
  if (free < TOO_LITTLE) return { free, verdict: "none" }
  return { free, verdict: free < LITTLE ? "low" : "enough" }
}
