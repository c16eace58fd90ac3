/**
 * Checks a receipt in the browser, with no question to anybody: COSE_Sign1 of one fixed shape, Ed25519 by a key that is
 * known beforehand (evidence.md 3.1). Whatever is written another way than ours is refused.
 */
import { fromBase45 } from "./base45.js"
import { fromHex, same, sha256, toHex } from "./bytes.js"
import { ed25519 } from "./ed25519.js"

const PREFIX = "POD1:"
const MESSAGE =
  /^d284581e(a301270448([0-9a-f]{16})106f6170706c69636174696f6e2f637774)a0(58([0-9a-f]{2}))([0-9a-f]*)$/
const SIGNATURE = /^5840([0-9a-f]{128})$/
const CONTEXT = "846a5369676e617475726531581e" // ["Signature1", 30 bytes …
const FACTS = -70001

/**
 * @typedef {{ issuer: string, issuedAt: number, id: string, kind: string, outcome: string, office: string,
 *             mh: string, index: number, relation: string }} Receipt
 * @typedef {[string, string, string, string, string]} Five
 * @typedef {{ receipt: Receipt } | { wrong: "not-a-receipt" | "another-key" | "not-signed" }} Verdict
 */

/** @param {string} text what the QR holds @param {Uint8Array} key the office's public key @returns {Promise<Verdict>} */
export async function checkReceipt(text, key) {
  const parts = takenApart(text)
  const receipt = parts && factsOf(fromHex(parts.body))
  if (!parts || !receipt) return { wrong: "not-a-receipt" }
  if (!same(fromHex(parts.kid), (await sha256(key)).subarray(0, 8))) return { wrong: "another-key" }
  const signed = fromHex(`${CONTEXT}${parts.head}40${parts.mark}${parts.body}`)
  const good = await (await ed25519())(fromHex(parts.signature), signed, key)
  return good ? { receipt } : { wrong: "not-signed" }
}

/** Everything in hex. @param {string} text */
function takenApart(text) {
  const bytes = text.startsWith(PREFIX) ? fromBase45(text.slice(PREFIX.length)) : null
  const found = bytes && MESSAGE.exec(toHex(bytes))
  if (!found) return null
  const [head, kid, mark, length, rest] = /** @type {Five} */ (/** @type {unknown} */ (found.slice(1)))
  const end = parseInt(length, 16) * 2
  const signature = SIGNATURE.exec(rest.slice(end))?.[1]
  return signature ? { head, kid, mark, body: rest.slice(0, end), signature } : null
}

/** The claims in the one order that deterministic CBOR gives them. @param {Uint8Array} body @returns {Receipt | null} */
function factsOf(body) {
  const read = new Reader(body)
  try {
    read.is(5, 4)
    read.key(1)
    const issuer = read.text()
    read.key(6)
    const issuedAt = read.head(0)
    read.key(7)
    const id = toHex(read.bytes(16))
    read.key(FACTS)
    read.is(5, 6)
    const [kind, outcome, office] = [1, 2, 3].map((name) => (read.key(name), read.text()))
    read.key(4)
    const mh = toHex(read.bytes(32))
    read.key(5)
    const index = read.head(0)
    read.key(6)
    const receipt = { issuer, issuedAt, id, kind, outcome, office, mh, index, relation: read.text() }
    return read.over ? /** @type {Receipt} */ (receipt) : null
  } catch {
    return null
  }
}

/** CBOR as we write it: shortest heads, definite lengths. Throws at anything else. */
class Reader {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes_ = bytes
    this.at = 0
  }

  get over() {
    return this.at === this.bytes_.length
  }

  /** @param {number} length */
  take(length) {
    const taken = this.bytes_.subarray(this.at, this.at + length)
    if (taken.length !== length) throw new RangeError("cut short")
    this.at += length
    return taken
  }

  /** The number in an item's head. @param {number} major */
  head(major) {
    const [first = 0] = this.take(1)
    const short = first & 0x1f
    if (first >> 5 !== major || short > 27) throw new RangeError("another type")
    if (short < 24) return short
    const value = this.take(1 << (short - 24)).reduce((sum, byte) => sum * 256 + byte, 0)
    const least = [24, 256, 65_536, 4_294_967_296][short - 24] ?? 0
    if (value < least || !Number.isSafeInteger(value)) throw new RangeError("written long")
    return value
  }

  /** @param {number} major @param {number} value */
  is(major, value) {
    if (this.head(major) !== value) throw new RangeError("another value")
  }

  /** @param {number} name */
  key(name) {
    this.is(name < 0 ? 1 : 0, name < 0 ? -1 - name : name)
  }

  /** @param {number} length */
  bytes(length) {
    this.is(2, length)
    return this.take(length)
  }

  text() {
    return new TextDecoder("utf-8", { fatal: true }).decode(this.take(this.head(3)))
  }
}
