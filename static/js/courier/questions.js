/** What the office asks about packages whose citizen has not received them. Looked for with a line; no work waits for it. */
import { ask } from "./ask.js"
import { announce } from "./store.js"

/**
 * @typedef {{ id: string, alias: string, handed_over_at: string | null, asked_at: string }} Question
 * @typedef {{ user: string, open: boolean }} Here  Whose session it is.
 */

const EVERY_MS = 60_000
const PATH = "/kurir/api/questions"

/** @type {{ user: string, at: number, questions: Question[] }} */
let known = { user: "", at: -Infinity, questions: [] }

/** As last heard, of this courier alone. @param {Here | null} here @returns {Question[]} */
export const lastQuestions = (here) => (here && here.user === known.user ? known.questions : [])

/** At most once a minute. @param {Here | null} here @param {typeof fetch} [send] @param {number} [now] */
export async function lookForQuestions(here, send = fetch, now = Date.now()) {
  if (!here?.open || isFresh(here, now)) return
  const before = lastQuestions(here)
  known = { user: here.user, at: now, questions: before }
  const { status, json } = await ask(PATH, {}, send)
  if (status !== 200 || !Array.isArray(json?.questions)) return
  known.questions = json.questions
  if (before.length !== known.questions.length) announce("round")
}

/** @param {Here} here @param {number} now */
const isFresh = (here, now) => here.user === known.user && now - known.at < EVERY_MS

/**
 * The first answer counts; sent twice it is there once.
 * @param {string} id @param {{ account: string, text: string }} answer @param {typeof fetch} [send]
 * @returns {Promise<string | null>} A sentence, "" when no answer came; null when the office has it.
 */
export async function answerQuestion(id, answer, send = fetch) {
  const question = { method: "PUT", body: JSON.stringify(answer), type: "application/json" }
  const { status, problem } = await ask(`${PATH}/${id}`, question, send)
  const over = status === 204 || problem?.type.endsWith("/case-closed")
  if (!over) return problem?.detail ?? ""
  known.questions = known.questions.filter((one) => one.id !== id)
  return null
}
