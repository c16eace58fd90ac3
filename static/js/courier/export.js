/** The last resort of a stuck queue: its proofs as one file that only the office can open. Nothing is taken away here. */
import { sha256, utf8 } from "./jws.js"
import { lockOf, sealed } from "./seal.js"

/**
 * @typedef {import("./types.js").WaitingRow} WaitingRow
 * @typedef {import("./types.js").StoredPart} StoredPart
 * @typedef {import("./seal.js").Lock} Lock
 *
 * @typedef {object} Office  What the server gave this phone with the session.
 * @property {import("./types.js").PublicJwk} queue_key @property {string} queue_voucher
 *
 * @typedef {object} Ports
 * @property {(proof: string, sha256: string) => Promise<StoredPart | undefined>} partOf  One at a time, off the disk.
 * @property {string} app @property {() => Date} [now] @property {(done: number) => void} [tell]
 *
 * @typedef {{ file: File, proofs: string[], left: string[] }} Exported  `left`: a photo of these is gone from this phone.
 */

const INDEX = "pod-queue+json"
const RECORD = "pod-proof+json"
/** Browsers share at most 50 MB at once; sealed lines are a third longer than what is in them. */
export const MOST_BYTES = 36_000_000

/** @param {WaitingRow} row what it weighs, unsealed */
const weight = ({ body, parts }) => parts.reduce((sum, { bytes }) => sum + bytes, body.length)

/** As many files as it takes, the oldest proofs first; most queues are one. @param {WaitingRow[]} rows @returns {WaitingRow[][]} */
export function inFiles(rows, most = MOST_BYTES) {
  /** @type {WaitingRow[][]} */
  const files = []
  let room = 0
  for (const row of rows) {
    if (!files.length || weight(row) > room) {
      files.push([])
      room = most
    }
    files.at(-1)?.push(row)
    room -= weight(row)
  }
  return files
}

/** @param {WaitingRow[]} rows */
export const megabytes = (rows) => Math.max(0.1, rows.reduce((sum, row) => sum + weight(row), 0) / 750_000)

/**
 * The bytes that the wire would get, sealed line by line: never more than one photo in memory.
 * @param {WaitingRow[]} rows of one file @param {Office} office @param {Ports} ports @returns {Promise<Exported>}
 */
export async function exported(
  rows,
  office,
  { partOf, app, now = () => new Date(), tell = () => undefined },
) {
  const lock = await lockOf(office.queue_key)
  /** @type {Blob[]} */
  const lines = []
  /** @type {WaitingRow[]} */
  const whole = []
  for (const [done, row] of rows.entries()) {
    const its = await linesOf(row, { lock, office, partOf })
    if (its) whole.push(row)
    lines.push(...(its ?? []))
    tell(done + 1)
  }
  const made = now()
  const first = whole.length ? [await line(contents(whole, made, office, app), INDEX, lock)] : []
  const left = rows.filter((row) => !whole.includes(row)).map(({ proof }) => proof)
  const file = new File([...first, ...lines], nameAt(made), { type: "text/plain" })
  return { file, proofs: whole.map(({ proof }) => proof), left }
}

/** @param {WaitingRow} row @param {{ lock: Lock, office: Office, partOf: Ports["partOf"] }} tools @returns {Promise<Blob[] | null>} null when a part is gone or damaged here */
async function linesOf(row, { lock, office, partOf }) {
  const lines = [await line(record(row, office), RECORD, lock)]
  for (const { sha256: name } of row.parts) {
    const part = await partOf(row.proof, name)
    if (!part || (await sha256(part.data)) !== name) return null
    lines.push(asLine(await sealed(part.data, part.type, lock)))
  }
  return lines
}

/** @param {object} said @param {string} cty @param {Lock} lock */
const line = async (said, cty, lock) => asLine(await sealed(utf8(JSON.stringify(said)), cty, lock))

/** The browser keeps what is in a Blob outside the script's memory, on the disk when it is much. @param {string} text */
const asLine = (text) => new Blob([text, "\n"])

/** A proof as it would be sent. Unsigned, it brings what tells the office whose it is. @param {WaitingRow} row @param {Office} office */
function record({ proof, type, body, kid, parts }, { queue_voucher }) {
  const voucher = kid === null ? queue_voucher : null
  const files = parts.map(({ type: kind, sha256: name }) => ({ type: kind, sha256: name }))
  return { v: 1, typ: "pod-proof", proof, type, body, voucher, parts: files }
}

/** @param {WaitingRow[]} rows @param {Date} made @param {Office} office @param {string} app */
function contents(rows, made, { queue_voucher }, app) {
  const voucher = rows.some(({ kid }) => kid === null) ? queue_voucher : null
  const proofs = rows.map(({ proof, pkg, outcome, frozen_at, kid, parts }) => ({
    ...{ proof, pkg, outcome, frozen_at, kid },
    parts: parts.length,
  }))
  return { v: 1, typ: "pod-queue", made_at: made.toISOString(), app, voucher, proofs }
}

/** No name and no number of anybody. @param {Date} made */
function nameAt(made) {
  const two = (/** @type {number} */ part) => String(part).padStart(2, "0")
  const day = `${made.getFullYear()}${two(made.getMonth() + 1)}${two(made.getDate())}`
  return `antrean-kurir-${day}-${two(made.getHours())}${two(made.getMinutes())}.txt`
}

/** What people compare on two screens. @param {string} kid @returns {string} 64 bits in hex, in fours */
export function fingerprint(kid) {
  const bytes = atob(kid.slice(0, 11).replaceAll("-", "+").replaceAll("_", "/") + "=").slice(0, 8)
  const hex = Array.from(bytes, (char) => char.charCodeAt(0).toString(16).padStart(2, "0")).join("")
  return hex.replace(/(.{4})(?=.)/g, "$1 ")
}
