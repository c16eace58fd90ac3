/**
 * What may leave this phone, and when: photos and signatures 72 hours, the rest 7 days after the acknowledgement. The
 * server's clock counts, and nothing goes before the same PUT has brought the same answer once more: a server restored
 * from a backup says something else, and then the proof is sent again by itself (offline.md 9).
 */
import { receivedAt } from "./acknowledgement.js"

/**
 * @typedef {import("./types.js").SentRow} SentRow
 * @typedef {import("./upload.js").Outcome} Outcome
 * @typedef {"parts" | "whole"} What
 *
 * @typedef {object} Ports
 * @property {(user: string) => Promise<SentRow[]>} sentOf
 * @property {(row: SentRow) => Promise<Outcome>} ask  The same PUT again.
 * @property {(row: SentRow, what: What) => Promise<void>} forget
 * @property {(row: SentRow, outcome: Outcome) => Promise<void>} note  Another answer than the one that is kept.
 * @property {() => number | null} now  The server's time in milliseconds; null while nobody knows it.
 */

const HOUR_MS = 3_600_000
const PARTS_MS = 72 * HOUR_MS
const WHOLE_MS = 7 * 24 * HOUR_MS

/** @param {SentRow} row @param {number | null} now @returns {What | null} what its time is over for */
export function dueFor(row, now) {
  const age = now === null ? 0 : now - receivedAt(row.acks.at(-1) ?? "")
  if (age >= WHOLE_MS) return "whole"
  return age >= PARTS_MS && !row.partsGone ? "parts" : null
}

/**
 * Ask for each proof whose time is over, oldest first. An answer that is not about the proof ends it for this time.
 * @param {string} user @param {Ports} ports
 */
export async function purge(user, ports) {
  const rows = (await ports.sentOf(user)).reverse()
  for (const row of rows.filter((one) => dueFor(one, ports.now()))) {
    const outcome = await ports.ask(row)
    if (!(await settled(row, outcome, ports))) return
  }
}

/** @param {SentRow} row @param {Outcome} outcome @param {Ports} ports @returns {Promise<boolean>} go on with the next */
async function settled(row, outcome, ports) {
  const same = outcome.ack !== null && outcome.ack.text === row.acks.at(-1)
  // The time is asked again: the answer has just told it.
  const what = same ? dueFor(row, ports.now()) : null
  if (what) await ports.forget(row, what)
  else if (outcome.ack || outcome.verdict === "parts" || outcome.verdict === "park")
    await ports.note(row, outcome)
  return outcome.ack !== null || outcome.verdict === "parts" || outcome.verdict === "park"
}
