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
 * @property {() => Promise<boolean>} yields  A proof is due to be sent: that comes first.
 */

const HOUR_MS = 3_600_000
const PARTS_MS = 72 * HOUR_MS
const WHOLE_MS = 7 * 24 * HOUR_MS

/** @param {SentRow} row @param {number | null} now @returns {What | null} what its time is over for */
export function dueFor(row, now) {
  const age = ageOf(row, now)
  if (age >= WHOLE_MS && !hasPartsOfCopies(row)) return "whole"
  return age >= PARTS_MS && !row.partsGone ? "parts" : null
}

/** Since the answer that counts; nothing while there is none, or nobody knows the time. @param {SentRow} row @param {number | null} now */
export function ageOf(row, now) {
  const ack = row.acks?.at(-1)
  return now === null || !ack ? 0 : now - receivedAt(ack)
}

/** Photos of a copy that the acknowledgement does not name: nobody has promised to keep those. @param {SentRow} row */
export function hasPartsOfCopies({ parts, copies = [] }) {
  const named = new Set(parts.map(({ sha256 }) => sha256))
  return copies.some((copy) => copy.parts.some(({ sha256 }) => !named.has(sha256)))
}

/**
 * Ask for each proof whose time is over, oldest first. An answer that is not about the proof ends it for this time, and so
 * does a proof that wants to leave: both need the line and the lock.
 * @param {string} user @param {Ports} ports
 */
export async function purge(user, ports) {
  const rows = (await ports.sentOf(user)).reverse()
  for (const row of rows.filter((one) => dueFor(one, ports.now()))) {
    if (await ports.yields()) return
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
  else if (isAboutIt(outcome)) await ports.note(row, outcome)
  return isAboutIt(outcome)
}

/** A server that does not know the key was restored from a backup: only the sender can give it the key again. @param {Outcome} outcome */
function isAboutIt({ ack, verdict, code }) {
  return ack !== null || verdict === "parts" || verdict === "park" || code === "unknown-device"
}
