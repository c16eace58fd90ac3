/** Send one proof, parts first. Safe to repeat: every address was chosen by the phone. */
import { acknowledgementOf } from "./acknowledgement.js"
import { ask } from "./ask.js"
import { sha256 } from "./jws.js"
import { codeOf, verdictOf } from "./verdict.js"

/**
 * @typedef {import("./types.js").WaitingRow} WaitingRow
 * @typedef {import("./ask.js").Reply} Reply
 *
 * @typedef {object} Outcome
 * @property {import("./verdict.js").Verdict} verdict @property {number} status @property {string} code @property {string} detail
 * @property {number} retryAfterMs @property {string[]} missing
 * @property {{ text: string, said: import("./types.js").AcknowledgementOut } | null} ack
 *
 * @typedef {object} Ports
 * @property {(proof: string, sha256: string) => Promise<import("./types.js").StoredPart | undefined>} partOf
 * @property {(proof: string, sha256: string) => Promise<void>} notePartKept
 * @property {import("./types.js").PublicJwk} ackKey @property {typeof fetch} [send]
 */

/** @param {WaitingRow} row @param {Ports} ports @returns {Promise<Outcome>} */
export async function upload(row, ports) {
  const stopped = await sendParts(row, ports, (part) => !part.kept)
  if (stopped) return stopped
  const answer = await sendWhole(row, ports)
  if (answer.verdict !== "parts") return answer
  const again = await sendParts(row, ports, (part) => answer.missing.includes(part.sha256))
  return again ?? notYet(await sendWhole(row, ports))
}

/** The listed parts are sent once per try; asked twice means later. @param {Outcome} answer @returns {Outcome} */
function notYet(answer) {
  return answer.verdict === "parts" ? { ...answer, verdict: "again" } : answer
}

/**
 * @param {WaitingRow} row @param {Ports} ports @param {(part: WaitingRow["parts"][number]) => boolean} wanted
 * @returns {Promise<Outcome | null>} null when every wanted part is kept
 */
async function sendParts(row, ports, wanted) {
  for (const part of row.parts.filter(wanted)) {
    const stopped = await sendPart(row.proof, part, ports)
    if (stopped) return stopped
    await ports.notePartKept(row.proof, part.sha256)
  }
  return null
}

/**
 * A part that is gone or damaged here stops its proof loudly; the proof never leaves without it.
 * @param {string} proof @param {WaitingRow["parts"][number]} part @param {Ports} ports
 */
async function sendPart(proof, part, { partOf, send }) {
  const stored = await partOf(proof, part.sha256)
  if (!stored || (await sha256(stored.data)) !== part.sha256) return lost()
  const question = { method: "PUT", body: stored.data, type: part.type, bytes: part.bytes }
  const reply = await ask(`/kurir/api/media/${part.sha256}`, question, send)
  return keptPart(reply, part) ? null : outcomeOf(reply, null)
}

/** The signed bytes alone, as stored. @param {WaitingRow} row @param {Pick<Ports, "ackKey" | "send">} ports @returns {Promise<Outcome>} */
export async function sendWhole(row, { ackKey, send }) {
  const question = {
    method: "PUT",
    body: row.body,
    type: row.type,
    bytes: row.body.length,
    headers: { Accept: "application/jose, application/problem+json", "Content-Digest": digestOf(row) },
  }
  const kind = row.outcome === "shift" ? "shifts" : "proofs"
  const reply = await ask(`/kurir/api/${kind}/${row.proof}`, question, send)
  const said = await acknowledgementOf(reply.text, row, ackKey)
  return outcomeOf(reply, said && { text: reply.text.trim(), said })
}

/** RFC 9530: the server can tell bytes damaged on the way from bytes it will never take. @param {WaitingRow} row */
function digestOf({ jh, mh }) {
  const bytes = (jh ?? mh).match(/../g) ?? []
  return `sha-256=:${btoa(String.fromCharCode(...bytes.map((pair) => parseInt(pair, 16))))}:`
}

/** @param {Reply} reply @param {{ sha256: string, bytes: number }} part */
function keptPart({ status, json }, part) {
  return (status === 200 || status === 201) && json?.sha256 === part.sha256 && json?.size === part.bytes
}

/** @param {Reply} reply @param {Outcome["ack"]} ack @returns {Outcome} */
function outcomeOf({ status, problem, retryAfterMs }, ack) {
  const verdict = verdictOf({ status, problem, acknowledged: ack !== null })
  const code = problem ? codeOf(problem) : strange(status)
  return {
    verdict,
    status,
    code,
    detail: problem?.detail ?? "",
    retryAfterMs,
    missing: problem?.missing ?? [],
    ack,
  }
}

/** An answer that is not our problem+json. @param {number} status */
function strange(status) {
  if (status === 0) return "no-answer"
  return status >= 500 ? "busy" : "not-ours"
}

/** @returns {Outcome} */
function lost() {
  return {
    verdict: "park",
    status: 0,
    code: "part-lost",
    detail: "",
    retryAfterMs: 0,
    missing: [],
    ack: null,
  }
}
