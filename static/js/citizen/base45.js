/** Base45 (RFC 9285), strictly: one text for each bytes. The same rules as domain/base45.py. */

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

/** @param {string} text @returns {Uint8Array | null} null for what nobody writes */
export function fromBase45(text) {
  const values = [...text].map((letter) => ALPHABET.indexOf(letter))
  if (values.includes(-1) || values.length % 3 === 1) return null
  const bytes = []
  for (let at = 0; at < values.length; at += 3) {
    const [low = 0, middle = 0, high] = values.slice(at, at + 3)
    const group = low + middle * 45 + (high ?? 0) * 2025
    if (group > (high === undefined ? 0xff : 0xffff)) return null
    bytes.push(...(high === undefined ? [group] : [group >> 8, group & 0xff]))
  }
  return Uint8Array.from(bytes)
}
