/** What an answer of the server means for a waiting proof: the table of offline.md 8. Numbers are compared as numbers. */

/**
 * @typedef {"sent" | "again" | "parts" | "session" | "pause" | "park"} Verdict
 * @typedef {object} Answer
 * @property {number} status  0 when no answer came.
 * @property {boolean} acknowledged  Our acknowledgement, and it matches.
 * @property {import("./types.js").Problem | null} problem  Our own problem+json, or null.
 */

/**
 * Refusals that say nothing about the proof itself: bytes that were hashed here before they left and damaged on the way; a
 * server, restored from a backup, that gets this phone's key again before the next try.
 */
const CURABLE = new Set(["media-mismatch", "unknown-device"])

/** @type {Record<number, Verdict>} */
const OF_STATUS = { 401: "session", 403: "pause", 408: "again", 409: "again", 425: "again", 429: "again" }

/** @param {Answer} answer @returns {Verdict} no row of this table deletes anything */
export function verdictOf({ status, acknowledged, problem }) {
  if (acknowledged) return "sent"
  if (status < 400 || status >= 500 || problem === null) return "again"
  const code = codeOf(problem)
  if (status === 409 && code === "evidence-missing") return "parts"
  if (CURABLE.has(code)) return "again"
  return OF_STATUS[status] ?? "park"
}

/** @param {import("./types.js").Problem} problem @returns {string} the last piece of its address */
export function codeOf(problem) {
  return problem.type.split("/").pop() ?? problem.type
}

/**
 * One proof with a fault of its own must not hold up the others; a dead line or a busy server stops the pass.
 * @param {Verdict} verdict @param {number} status
 */
export function stopsThePass(verdict, status) {
  if (verdict === "again") return status !== 500
  return verdict === "session" || verdict === "pause"
}
