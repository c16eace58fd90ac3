/** One question of the import page to the server; what is only busy is asked again. */

const TRIES = 5
const FIRST_WAIT_MS = 1_000

/**
 * @typedef {"good" | "refused" | "signed-out" | "unsent"} Kind
 * @typedef {{ kind: Kind, body: any, code: string, why: string }} Answer  `why` is a sentence of the server's.
 */

/**
 * Safe to repeat: the server keeps a proof once.
 * @param {string} address @param {string} lines @param {string} token of the page's form
 * @param {{ send?: typeof fetch, wait?: (ms: number) => Promise<unknown> }} [ports] @returns {Promise<Answer>}
 */
export async function post(address, lines, token, { send = fetch, wait = pause } = {}) {
  const headers = { "Content-Type": "text/plain", "X-CSRF-Token": token, Accept: "application/json" }
  for (let tries = 0; tries < TRIES; tries += 1) {
    const reply = await send(address, { method: "POST", headers, body: lines }).catch(() => null)
    if (reply && reply.status < 500 && reply.status !== 429) return answerOf(reply)
    await wait(FIRST_WAIT_MS * 2 ** tries)
  }
  return { kind: "unsent", body: null, code: "", why: "" }
}

/** @param {Response} reply @returns {Promise<Answer>} a page instead of an answer means that the session is over */
async function answerOf(reply) {
  const type = reply.headers.get("Content-Type") ?? ""
  const body = /^application\/(problem\+)?json\b/.test(type) ? await reply.json().catch(() => null) : null
  if (body === null || reply.redirected) return { kind: "signed-out", body: null, code: "", why: "" }
  return reply.ok ? { kind: "good", body, code: "", why: "" } : refused(body)
}

/** @param {{ type?: string, detail?: string, title?: string }} problem @returns {Answer} */
function refused({ type = "", detail, title = "" }) {
  const code = type.replace("/problems/", "")
  const kind = code === "form-expired" || code === "sign-in-needed" ? "signed-out" : "refused"
  return { kind, body: null, code, why: detail ?? title }
}

/** @param {number} ms */
const pause = (ms) => new Promise((done) => setTimeout(done, ms))
