/** One sealed line for the office: compact JWE with ECDH-ES on P-256 and A256GCM, nothing else (RFC 7516, RFC 7518). */
import { b64u, thumbprint, utf8 } from "./jws.js"

const CURVE = { name: "ECDH", namedCurve: "P-256" }
const TYP = "pod-queue+jwe"
const ENC = "A256GCM"
const TAG_BYTES = 16

/** @typedef {{ key: CryptoKey, kid: string }} Lock  The office's public key, and what it is called there. */

/** @param {import("./types.js").PublicJwk} jwk @returns {Promise<Lock>} */
export async function lockOf({ kty, crv, x, y }) {
  const key = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, CURVE, false, [])
  return { key, kid: await thumbprint({ kty, crv, x, y }) }
}

/**
 * Only the office can open it, this phone neither. A key of its own for every line.
 * @param {ArrayBuffer | Uint8Array<ArrayBuffer>} plain @param {string} cty what it is @param {Lock} lock @returns {Promise<string>}
 */
export async function sealed(plain, cty, { key, kid }) {
  const mine = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"])
  const { x = "", y = "" } = await crypto.subtle.exportKey("jwk", mine.publicKey)
  const header = { alg: "ECDH-ES", cty, enc: ENC, epk: { crv: "P-256", kty: "EC", x, y }, kid, typ: TYP }
  const head = b64u(utf8(JSON.stringify(header)))
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const how = { name: "AES-GCM", iv, additionalData: utf8(head), tagLength: TAG_BYTES * 8 }
  const box = new Uint8Array(await crypto.subtle.encrypt(how, await agreed(key, mine.privateKey), plain))
  const cut = box.length - TAG_BYTES
  return [head, "", b64u(iv), b64u(box.subarray(0, cut)), b64u(box.subarray(cut))].join(".")
}

/** The key that both sides come to: Concat KDF, one round of SHA-256. @param {CryptoKey} theirs @param {CryptoKey} mine */
async function agreed(theirs, mine) {
  const secret = new Uint8Array(await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, mine, 256))
  const otherInfo = [number(ENC.length), utf8(ENC), number(0), number(0), number(256)]
  const derived = await crypto.subtle.digest("SHA-256", joined([number(1), secret, ...otherInfo]))
  return crypto.subtle.importKey("raw", derived, "AES-GCM", false, ["encrypt"])
}

/** @param {number} value @returns {Uint8Array} four bytes, the largest first */
const number = (value) => new Uint8Array([value >>> 24, value >>> 16, value >>> 8, value])

/** @param {Uint8Array[]} pieces */
function joined(pieces) {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
