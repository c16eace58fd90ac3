/** What the office asks: looked for with a line, at most once a minute, shown to its courier alone. */
import assert from "node:assert/strict"
import { test } from "node:test"
import {
  answerQuestion,
  DECIDED,
  lastQuestions,
  lastVerdicts,
  lookForQuestions,
  markRead,
  newVerdicts,
} from "../../static/js/courier/questions.js"

const BUDI = { user: "budi", open: true }
const ASKED = { id: "a", alias: "SX1", handed_over_at: null, asked_at: "2026-11-23T05:00:00Z" }
const JSON_TYPE = { headers: { "Content-Type": "application/json" } }

/** @param {number} status @param {unknown} body */
const office = (status, body) => async () =>
  new Response(status === 204 ? null : JSON.stringify(body), { status, ...JSON_TYPE })
const never = async () => assert.fail("asked again")

test("a question is known to its courier, and asked for once a minute", async () => {
  await lookForQuestions(BUDI, office(200, { questions: [ASKED] }), 0)
  await lookForQuestions(BUDI, never, 59_999)
  assert.deepEqual(lastQuestions(BUDI), [ASKED])
  assert.deepEqual(lastQuestions({ user: "joko", open: true }), [])
})

test("no answer takes nothing away", async () => {
  await lookForQuestions(BUDI, office(500, {}), 120_000)
  assert.deepEqual(lastQuestions(BUDI), [ASKED])
  const problem = await answerQuestion("a", { account: "not_sure", text: "" }, async () => {
    throw new TypeError("offline")
  })
  assert.deepEqual([problem, lastQuestions(BUDI)], ["", [ASKED]])
})

test("an answer that arrived takes the question away", async () => {
  assert.equal(await answerQuestion("a", { account: "not_sure", text: "" }, office(204, null)), null)
  assert.deepEqual(lastQuestions(BUDI), [])
})

test("an answer to what was decided meanwhile is not taken for one that the office has", async () => {
  await lookForQuestions(BUDI, office(200, { questions: [ASKED] }), 120_000)
  const said = { type: "/problems/case-closed", title: "Sanggahan sudah selesai", status: 422 }
  const closed = async () =>
    new Response(JSON.stringify(said), {
      status: 422,
      headers: { "Content-Type": "application/problem+json" },
    })
  assert.equal(await answerQuestion("a", { account: "not_sure", text: "" }, closed), DECIDED)
  assert.deepEqual(lastQuestions(BUDI), [])
})

test("a verdict is news to its courier for three days, until it has been shown", async () => {
  const at = Date.parse("2026-11-23T05:00:00Z")
  const found = {
    id: "v",
    alias: "SX1",
    handed_over_at: null,
    verdict: "not_delivered",
    decided_at: "2026-11-23T05:00:00Z",
  }
  await lookForQuestions(BUDI, office(200, { questions: [], verdicts: [found] }), at)
  assert.deepEqual(newVerdicts(BUDI, at), [found])
  assert.deepEqual(newVerdicts(BUDI, at + 4 * 86_400_000), [])
  assert.deepEqual(newVerdicts({ user: "joko", open: true }, at), [])
  markRead([found])
  assert.deepEqual([newVerdicts(BUDI, at), lastVerdicts(BUDI)], [[], [found]])
})

test("an office that does not tell verdicts yet has none", async () => {
  await lookForQuestions(BUDI, office(200, { questions: [ASKED] }), Date.parse("2026-11-24T05:00:00Z"))
  assert.deepEqual([lastVerdicts(BUDI), lastQuestions(BUDI)], [[], [ASKED]])
})
