import assert from "node:assert/strict"
import { test } from "node:test"
import { post } from "../../static/js/staff/import-post.js"

const JSON_TYPE = { "Content-Type": "application/json" }
const PROBLEM = { "Content-Type": "application/problem+json" }

/** @param {(Response | Error)[]} answers */
function server(answers) {
  /** @type {number[]} */
  const waits = []
  const send = /** @type {typeof fetch} */ (
    async () => {
      const next = answers.shift()
      if (!next || next instanceof Error) throw next ?? new Error("nothing more")
      return next
    }
  )
  return { ports: { send, wait: async (/** @type {number} */ ms) => waits.push(ms) }, waits }
}

const ask = (/** @type {ReturnType<typeof server>} */ { ports }) => post("/x", "a", "t", ports)
const refusal = (/** @type {string} */ code, status = 422) =>
  new Response(JSON.stringify({ type: `/problems/${code}`, title: "Judul", detail: "Kalimat." }), {
    status,
    headers: PROBLEM,
  })

test("an answer is handed on", async () => {
  const answer = await ask(server([new Response('{"state":"sent"}', { headers: JSON_TYPE })]))
  assert.deepEqual([answer.kind, answer.body], ["good", { state: "sent" }])
})

test("a refusal brings its code and the server's sentence", async () => {
  const { kind, code, why } = await ask(server([refusal("sealed-damaged")]))
  assert.deepEqual([kind, code, why], ["refused", "sealed-damaged", "Kalimat."])
})

for (const busy of [
  new Response("", { status: 503 }),
  new Response("", { status: 429 }),
  new TypeError("no network"),
])
  test(`${busy instanceof Response ? busy.status : busy.message}: asked again`, async () => {
    const line = server([busy, new Response("{}", { headers: JSON_TYPE })])
    assert.equal((await ask(line)).kind, "good")
    assert.equal(line.waits.length, 1)
  })

test("a server that stays away ends the asking", async () => {
  const line = server([])
  assert.equal((await ask(line)).kind, "unsent")
  assert.equal(line.waits.length, 5)
})

test("a page instead of an answer means that the session is over", async () => {
  const page = new Response("<!doctype html>", { headers: { "Content-Type": "text/html" } })
  assert.equal((await ask(server([page]))).kind, "signed-out")
})

test("a form that is too old means the same", async () => {
  assert.equal((await ask(server([refusal("form-expired", 403)]))).kind, "signed-out")
})
