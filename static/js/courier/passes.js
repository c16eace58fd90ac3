/** Sending for a trip that this phone's cookie is not of: by a pass of that trip's own key (docs/decisions/0063). */
import { storedKey } from "./keys.js"
import { askForPass } from "./session.js"

/** @typedef {{ line: typeof fetch | null, answer: "open" | "refused" | "unreachable" }} Way  How this courier's proofs go. */

/** They live in this page alone, and the server ends them after half an hour. @type {Map<string, typeof fetch>} */
const lines = new Map()

/** With the pass at hand, or a new one. @param {string} user @param {typeof fetch} [send] @returns {Promise<Way>} */
export async function lineOf(user, send = fetch) {
  const known = lines.get(user)
  return known ? { line: known, answer: "open" } : newLine(user, send)
}

/** The pass at hand was of no use. @param {string} user @param {typeof fetch} [send] @returns {Promise<Way>} */
export async function newLine(user, send = fetch) {
  lines.delete(user)
  const found = await askForPass(await storedKey(user), send)
  if (found.answer !== "open") return { line: null, answer: found.answer }
  const line = beside(found.pass, send)
  lines.set(user, line)
  return { line, answer: "open" }
}

/** No cookie goes or comes: whoever is in stays in. @param {string} pass @param {typeof fetch} send @returns {typeof fetch} */
function beside(pass, send) {
  return (path, init) =>
    send(path, {
      ...init,
      credentials: "omit",
      headers: { ...init?.headers, Authorization: `Bearer ${pass}` },
    })
}
