/** Fetch the round when there is a line, opening the session again by itself when it has closed. */
import { ask } from "./ask.js"
import { noteServerTime } from "./clock.js"
import { storedRound } from "./round.js"
import { reopenFor } from "./sender.js"
import { announce, strictly } from "./store.js"

/** @typedef {import("./round.js").RoundRow} RoundRow */

/** @param {string} user @returns {ReturnType<typeof refreshRound>} */
export async function refresh(user) {
  const answer = await refreshRound(user)
  if (answer !== "session" || (await reopenFor(user)) !== "open") return answer
  return refreshRound(user)
}

/**
 * Fetch the round. Another user's answer is never kept under this user's name.
 * @param {string} user @param {typeof fetch} [send] @returns {Promise<"fresh" | "same" | "session" | "unreachable">}
 */
export async function refreshRound(user, send = fetch) {
  const etag = (await storedRound(user))?.etag
  const reply = await ask("/kurir/api/round", { headers: etag ? { "If-None-Match": etag } : {} }, send)
  if (reply.status === 401 && reply.problem) return "session"
  if (reply.status === 304) return "same"
  if (!isRoundOf(user, reply)) return "unreachable"
  await keepRound({ user, etag: reply.etag, round: reply.json, stored_at: new Date().toISOString() })
  return "fresh"
}

/** @param {string} user @param {import("./ask.js").Reply} reply */
function isRoundOf(user, { status, json }) {
  return status === 200 && json?.courier?.id === user && Array.isArray(json.packages)
}

/** @param {RoundRow} row */
async function keepRound(row) {
  noteServerTime(Date.parse(row.round.server_time))
  await strictly(["rounds"], (tx) => tx.objectStore("rounds").put(row))
  announce("round")
}
