/** Bytes, base64url, SHA-256, and compact JWS with ES256 and nothing else (evidence.md 2.1). */

const ES256 = { name: "ECDSA", hash: "SHA-256" }
const P256 = { name: "ECDSA", namedCurve: "P-256" }
const ENCODER = new TextEncoder()

/** @param {string} text */
export const utf8 = (text) => ENCODER.encode(text)

/** @param {ArrayBuffer | Uint8Array} data */
export function b64u(data) {
  let binary = ""
  for (const byte of new Uint8Array(data)) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
}

/** Strict: padding, blanks and non-canonical last characters are refused. @param {string} text */
export function fromB64u(text) {
  if (!/^[\w-]*$/.test(text)) throw new TypeError("not base64url")
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) =>
    char.charCodeAt(0),
  )
  if (b64u(bytes) !== text) throw new TypeError("not canonical base64url")
  return bytes
}

/** @param {ArrayBuffer | Uint8Array<ArrayBuffer>} data @returns {Promise<string>} lower-case hex */
export async function sha256(data) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("")
}

/**
 * @param {object} header written in the order given @param {Uint8Array} payload kept byte for byte
 * @param {CryptoKey} key @returns {Promise<string>} r‖s signature, as WebCrypto makes it
 */
export async function sign(header, payload, key) {
  const input = `${b64u(utf8(JSON.stringify(header)))}.${b64u(payload)}`
  return `${input}.${b64u(await crypto.subtle.sign(ES256, key, utf8(input)))}`
}

/**
 * @param {string} text @param {string} typ @param {CryptoKey} key
 * @returns {Promise<any>} the payload, or null when form, type or signature is wrong
 */
export async function verified(text, typ, key) {
  try {
    const [head = "", payload = "", signature = "", ...more] = text.split(".")
    const header = JSON.parse(new TextDecoder().decode(fromB64u(head)))
    if (more.length || header.alg !== "ES256" || header.typ !== typ) return null
    const good = await crypto.subtle.verify(ES256, key, fromB64u(signature), utf8(`${head}.${payload}`))
    return good ? JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(fromB64u(payload))) : null
  } catch {
    return null
  }
}

/** @param {import("./types.js").PublicJwk} jwk */
export function importPublic({ kty, crv, x, y }) {
  return crypto.subtle.importKey("jwk", { kty, crv, x, y }, P256, true, ["verify"])
}

/** RFC 7638: the four members in this order, no blanks. @param {import("./types.js").PublicJwk} jwk */
export async function thumbprint({ x, y }) {
  return b64u(await crypto.subtle.digest("SHA-256", utf8(JSON.stringify({ crv: "P-256", kty: "EC", x, y }))))
}
