/** What leaves the phone, and only after the server has said the same again. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { dueFor, purge } from "../../static/js/courier/purge.js"
import { anOffice, aRow, USER } from "./phone.js"

const RECEIVED = Date.parse("2026-11-23T01:00:00.000Z")
const HOUR = 3_600_000
const { acknowledge } = await anOffice()

/** @param {object} [changes] @returns {Promise<import("../../static/js/courier/types.js").SentRow>} */
async function aSentRow(changes = {}) {
  const row = aRow()
  const ack = await acknowledge(row)
  return { ...row, acks: [ack], verdict: "accepted", why: null, sent_at: "", heard: 1, ...changes }
}

/** @param {Partial<import("../../static/js/courier/upload.js").Outcome>} changes */
const outcome = (changes) =>
  /** @type {any} */ ({
    verdict: "again",
    status: 0,
    code: "",
    detail: "",
    retryAfterMs: 0,
    missing: [],
    ack: null,
    ...changes,
  })

/** @param {import("../../static/js/courier/types.js").SentRow[]} rows @param {any} answer @param {number | null} now */
async function purged(rows, answer, now, yields = () => false) {
  /** @type {string[]} */
  const log = []
  await purge(USER, {
    sentOf: async () => [...rows].reverse(),
    ask: async (row) => (log.push(`ask ${row.proof}`), answer(row)),
    forget: async (row, what) => void log.push(`forget ${what} ${row.proof}`),
    note: async (row) => void log.push(`note ${row.proof}`),
    now: () => now,
    yields: async () => yields(),
  })
  return log
}

/** @param {import("../../static/js/courier/types.js").SentRow} row */
const same = (row) =>
  outcome({ verdict: "sent", status: 200, ack: /** @type {any} */ ({ text: row.acks.at(-1), said: {} }) })

for (const [hours, partsGone, what] of /** @type {const} */ ([
  [71, false, null],
  [72, false, "parts"],
  [72, true, null],
  [167, false, "parts"],
  [168, true, "whole"],
]))
  test(`${hours} hours after the answer, photos ${partsGone ? "gone" : "here"}: due is ${what}`, async () => {
    assert.equal(dueFor(await aSentRow({ partsGone }), RECEIVED + hours * HOUR), what)
  })

test("nobody knows the time: nothing is due", async () => {
  assert.equal(dueFor(await aSentRow(), null), null)
})

test("a proof without an answer is not due", async () => {
  for (const acks of [[], undefined])
    assert.equal(dueFor(await aSentRow({ acks }), RECEIVED + 200 * HOUR), null)
})

test("a copy with a photo of its own keeps the whole here, whose own photos still go", async () => {
  const copies = [aRow({ parts: [{ sha256: "aa", type: "image/jpeg", bytes: 1, kept: false }] })]
  assert.equal(dueFor(await aSentRow({ copies }), RECEIVED + 200 * HOUR), "parts")
  assert.equal(dueFor(await aSentRow({ copies, partsGone: true }), RECEIVED + 200 * HOUR), null)
})

test("a proof that wants to leave comes first", async () => {
  const rows = [await aSentRow({ proof: "1" }), await aSentRow({ proof: "2" })]
  const due = [false, true]
  const log = await purged(rows, same, RECEIVED + 73 * HOUR, () => due.shift() ?? true)
  assert.deepEqual(log, ["ask 1", "forget parts 1"])
})

test("the same answer again lets the photos go, the oldest first", async () => {
  const [one, two] = [await aSentRow({ proof: "1" }), await aSentRow({ proof: "2" })]
  assert.deepEqual(await purged([one, two], same, RECEIVED + 73 * HOUR), [
    "ask 1",
    "forget parts 1",
    "ask 2",
    "forget parts 2",
  ])
})

test("no answer ends it for this time, and nothing goes", async () => {
  const rows = [await aSentRow({ proof: "1" }), await aSentRow({ proof: "2" })]
  assert.deepEqual(await purged(rows, () => outcome({}), RECEIVED + 200 * HOUR), ["ask 1"])
})

for (const [words, answer] of /** @type {const} */ ([
  ["another acknowledgement", { verdict: "sent", status: 201, ack: { text: "other", said: {} } }],
  ["a server that misses the parts", { verdict: "parts", status: 409, missing: ["aa"] }],
  ["a server that refuses", { verdict: "park", status: 422 }],
  ["a server restored without this phone's key", { verdict: "again", status: 422, code: "unknown-device" }],
]))
  test(`${words}: noted, and nothing goes`, async () => {
    const row = await aSentRow({ proof: "1" })
    const log = await purged([row], () => outcome(/** @type {any} */ (answer)), RECEIVED + 200 * HOUR)
    assert.deepEqual(log, ["ask 1", "note 1"])
  })
