/** Text, bytes, base64url and SHA-256. */

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
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0))
  if (b64u(bytes) !== text) throw new TypeError("not canonical base64url")
  return bytes
}

/** @param {ArrayBuffer | Uint8Array<ArrayBuffer>} data @returns {Promise<string>} lower-case hex */
export async function sha256(data) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("")
}
