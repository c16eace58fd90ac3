/** The QR's token, and the eight digits that answer it, as domain/own_phone.py makes them. */

export const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
const WORD = 10_000

/** @param {string} text base32 as a QR holds it @returns {Uint8Array<ArrayBuffer>} */
export function bytesOf(text) {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8))
  let [held, bits, at] = [0, 0, 0]
  for (const letter of text) {
    held = ((held << 5) | LETTERS.indexOf(letter)) & 0xfff
    bits += 5
    if (bits >= 8) bytes[at++] = (held >> (bits -= 8)) & 0xff
  }
  return bytes
}

/** @param {string} token @returns {string} the UUID in front */
export function idOf(token) {
  const hex = [...bytesOf(token).slice(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("")
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")
}

/** @param {string} token @param {string} record as it is sent @returns {Promise<string>} */
export async function codeOf(token, record) {
  const signed = word(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(record)))
  return signed + (await answerTo(token, signed))
}

/** The half that only a holder of the QR can put to the other. @param {string} token @param {string} signed four digits */
export async function answerTo(token, signed) {
  return word(await hmac(bytesOf(token), new TextEncoder().encode(`code|${signed}`)))
}

/** @param {Uint8Array<ArrayBuffer>} key @param {Uint8Array<ArrayBuffer>} message */
export async function hmac(key, message) {
  const by = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"])
  return crypto.subtle.sign("HMAC", by, message)
}

/** @param {ArrayBuffer} digest */
const word = (digest) => String(new DataView(digest).getUint32(0) % WORD).padStart(4, "0")
