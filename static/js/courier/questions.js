/** What the office asks about packages whose citizen has not received them, and what it found. Looked for with a line;
 * no work waits for it. */
import { ask } from "./ask.js"
import { announce } from "./store.js"

/**
 * @typedef {{ id: string, alias: string, handed_over_at: string | null, asked_at: string }} Question
 * @typedef {{ id: string, alias: string, handed_over_at: string | null, verdict: string, decided_at: string }} Verdict
 * @typedef {{ user: string, open: boolean }} Here  Whose session it is.
 */

const EVERY_MS = 60_000
const PATH = "/kurir/api/questions"

const NEWS_MS = 3 * 86_400_000
/** The office asks no more. */
export const DECIDED = "decided"

/** @type {{ user: string, at: number, questions: Question[], verdicts: Verdict[] }} */
let known = { user: "", at: -Infinity, questions: [], verdicts: [] }
/** Verdicts that this app has shown since it was opened. @type {Set<string>} */
const read = new Set()

/** As last heard, of this courier alone. @param {Here | null} here @returns {Question[]} */
export const lastQuestions = (here) => (here && here.user === known.user ? known.questions : [])

/** Of the last two weeks, newest first. @param {Here | null} here @returns {Verdict[]} */
export const lastVerdicts = (here) => (here && here.user === known.user ? known.verdicts : [])

/** Those of the last three days that have not been shown yet. @param {Here | null} here @param {number} [now] */
export const newVerdicts = (here, now = Date.now()) =>
  lastVerdicts(here).filter((one) => !read.has(one.id) && now - Date.parse(one.decided_at) < NEWS_MS)

/** @param {Verdict[]} shown */
export const markRead = (shown) => shown.forEach((one) => read.add(one.id))

/** At most once a minute. @param {Here | null} here @param {typeof fetch} [send] @param {number} [now] */
export async function lookForQuestions(here, send = fetch, now = Date.now()) {
  if (!here?.open || isFresh(here, now)) return
  known = { user: here.user, at: now, questions: lastQuestions(here), verdicts: lastVerdicts(here) }
  const { status, json } = await ask(PATH, {}, send)
  if (status === 200 && Array.isArray(json?.questions)) heard(json.questions, json.verdicts ?? [])
}

/** @param {Question[]} questions @param {Verdict[]} verdicts */
function heard(questions, verdicts) {
  const other = questions.length !== known.questions.length || verdicts.length !== known.verdicts.length
  known = { ...known, questions, verdicts }
  if (other) announce("round")
}

/** @param {Here} here @param {number} now */
const isFresh = (here, now) => here.user === known.user && now - known.at < EVERY_MS

/**
 * The first answer counts; sent twice it is there once.
 * @param {string} id @param {{ account: string, text: string }} answer @param {typeof fetch} [send]
 * @returns {Promise<string | null>} A sentence, "" when no answer came; null when the office has it; DECIDED when it
 * decided before, and the answer came to nothing.
 */
export async function answerQuestion(id, answer, send = fetch) {
  const question = { method: "PUT", body: JSON.stringify(answer), type: "application/json" }
  const { status, problem } = await ask(`${PATH}/${id}`, question, send)
  const decided = problem?.type.endsWith("/case-closed")
  if (status === 204 || decided) known.questions = known.questions.filter((one) => one.id !== id)
  if (decided) return DECIDED
  return status === 204 ? null : (problem?.detail ?? "")
}
