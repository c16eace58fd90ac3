import assert from "node:assert/strict"
import { test } from "node:test"
import { codeOf, stopsThePass, verdictOf } from "../../static/js/courier/verdict.js"

/** @param {string} code @param {number} status */
const problem = (code, status) => ({ type: `/problems/${code}`, title: "", status, detail: "" })

/** @type {[string, number, string | null, boolean, string][]} */
const TABLE = [
  ["our acknowledgement on 201", 201, null, true, "sent"],
  ["our acknowledgement on 200", 200, null, true, "sent"],
  ["our acknowledgement on any status", 503, null, true, "sent"],
  ["200 without acknowledgement, as a portal answers", 200, null, false, "again"],
  ["201 without acknowledgement", 201, null, false, "again"],
  ["204", 204, null, false, "again"],
  ["redirect", 302, null, false, "again"],
  ["no answer at all", 0, null, false, "again"],
  ["400 that is not ours", 400, null, false, "again"],
  ["401 that is not ours", 401, null, false, "again"],
  ["404 that is not ours", 404, null, false, "again"],
  ["413 HTML of a proxy", 413, null, false, "again"],
  ["422 that is not ours", 422, null, false, "again"],
  ["408", 408, "request-timeout", false, "again"],
  ["425", 425, "too-early", false, "again"],
  ["429", 429, "too-many", false, "again"],
  ["500", 500, null, false, "again"],
  ["502", 502, null, false, "again"],
  ["503 of ours", 503, "busy", false, "again"],
  ["409 evidence-missing", 409, "evidence-missing", false, "parts"],
  ["409 of another kind", 409, "something", false, "again"],
  ["401 of ours", 401, "sign-in", false, "session"],
  ["403 of ours", 403, "not-allowed", false, "pause"],
  ["413 of ours", 413, "too-large", false, "park"],
  ["415 of ours", 415, "media-type", false, "park"],
  ["422 proof-conflict", 422, "proof-conflict", false, "park"],
  ["422 invalid", 422, "invalid", false, "park"],
  ["422 bad-signature", 422, "bad-signature", false, "park"],
  ["422 not-a-picture", 422, "not-a-picture", false, "park"],
  ["422 media-mismatch: the way damaged what was whole here", 422, "media-mismatch", false, "again"],
  ["404 of ours", 404, "unknown", false, "park"],
  ["400 of ours", 400, "bad-request", false, "park"],
]

for (const [what, status, code, acknowledged, verdict] of TABLE) {
  test(`${what} means: ${verdict}`, () => {
    assert.equal(verdictOf({ status, acknowledged, problem: code ? problem(code, status) : null }), verdict)
  })
}

test("a status that arrives as text is never mistaken for a refusal", () => {
  const status = /** @type {number} */ (/** @type {unknown} */ ("503"))
  assert.equal(verdictOf({ status, acknowledged: false, problem: null }), "again")
})

test("one proof that breaks the server does not hold up the others", () => {
  assert.equal(stopsThePass("again", 500), false)
  assert.equal(stopsThePass("park", 422), false)
})

test("a dead line, a busy server or a closed session stops the pass", () => {
  assert.equal(stopsThePass("again", 0), true)
  assert.equal(stopsThePass("again", 503), true)
  assert.equal(stopsThePass("session", 401), true)
})

test("plain HTTP errors of ours have the code about:blank", () => {
  assert.equal(codeOf({ type: "about:blank", title: "", status: 404, detail: "" }), "about:blank")
})
