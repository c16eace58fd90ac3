/** Whose clock a phone believes: it signs what it takes for the server's time. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { ask } from "../../static/js/courier/ask.js"
import { clockFrame, noteServerTime, serverNow } from "../../static/js/courier/clock.js"

const NOON = Date.parse("2026-11-23T05:00:00.000Z")
const OLD = new Date(0).toUTCString()

/** @param {string} body @param {Record<string, string>} headers */
const says = (body, headers) => /** @type {typeof fetch} */ (async () => new Response(body, { headers }))

/** @type {[string, string, Record<string, string>][]} */
const STRANGERS = [
  ["a portal's page", "<!doctype html><h1>Wi-Fi</h1>", { "Content-Type": "text/html", Date: OLD }],
  ["a portal's JSON", '{"captive":true}', { "Content-Type": "application/json", Date: OLD }],
  [
    "a proxy's problem",
    '{"type":"about:blank","status":502}',
    { "Content-Type": "application/problem+json", Date: OLD },
  ],
  ["an answer without any header", "", {}],
]
for (const [words, body, headers] of STRANGERS)
  test(`${words} does not set the clock that is signed`, async () => {
    noteServerTime(NOON, NOON, 0)
    await ask("/kurir/api/round", {}, says(body, headers))
    assert.deepEqual([serverNow(NOON), clockFrame(NOON, 0).offset_ms], [NOON, 0])
  })

test("our own answer sets it, whatever Date a box on the way wrote", async () => {
  noteServerTime(NOON, NOON, 0)
  const later = Date.now() + 3_600_000
  const headers = {
    "Content-Type": "application/json",
    Date: OLD,
    "Surat-Time": new Date(later).toISOString(),
  }
  await ask("/kurir/api/round", {}, says("{}", headers))
  assert.ok(Math.abs(serverNow() - later) < 5_000)
})
