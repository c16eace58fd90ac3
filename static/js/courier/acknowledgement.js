/** Is this really the server's promise to keep exactly what we sent? */
import { fromB64u, importPublic, verified } from "./jws.js"

/**
 * @param {string} text @param {import("./types.js").WaitingRow} row @param {import("./types.js").PublicJwk} ackKey pinned at sign-in
 * @returns {Promise<import("./types.js").AcknowledgementOut | null>} null unless key, id, digests and every part match
 */
export async function acknowledgementOf(text, row, ackKey) {
  if (text.split(".").length !== 3) return null
  const said = await verified(text.trim(), "pod-ack+jws", await importPublic(ackKey))
  return said && matches(said, row) ? said : null
}

/** @param {any} said @param {import("./types.js").WaitingRow} row */
function matches(said, row) {
  return (
    said.proof === row.proof &&
    said.mh === row.mh &&
    said.jh === row.jh &&
    sameParts(said.parts, row.parts) &&
    isVerdict(said.verdict)
  )
}

/** @param {unknown} listed @param {{ sha256: string }[]} parts */
function sameParts(listed, parts) {
  if (!Array.isArray(listed)) return false
  const mine = parts.map(({ sha256 }) => sha256).sort()
  return [...listed].sort().join() === mine.join()
}

/** @param {unknown} verdict */
const isVerdict = (verdict) => verdict === "accepted" || verdict === "kept_for_review"

/** When the server had it, by the server's clock. @param {string} ack one that was checked when it came @returns {number} milliseconds */
export function receivedAt(ack) {
  const said = JSON.parse(new TextDecoder().decode(fromB64u(ack.split(".")[1] ?? "")))
  return Date.parse(said.received_at)
}
