/** Two clocks, one of which may be set at any moment. */
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { clockFrame, clockIsWrong, noteFixTime, noteServerTime } from "../../static/js/courier/clock.js"

const NOON = Date.parse("2026-11-23T05:00:00.000Z")
const HOUR = 3_600_000

/** The server's time came at noon, when the monotonic clock stood at 1000. */
beforeEach(() => {
  noteServerTime(NOON, NOON, 1_000)
  noteFixTime(NOON, NOON)
})

test("an hour later both clocks agree and the offset is the one that was learnt", () => {
  const later = { device: NOON + HOUR, mono: 1_000 + HOUR }
  assert.equal(clockIsWrong(later), false)
  assert.deepEqual(clockFrame(later.device, later.mono), {
    captured_at: "2026-11-23T06:00:00.000Z",
    mono_ms: HOUR,
    offset_ms: 0,
  })
})

test("a clock that was wrong from the start is wrong by the server", () => {
  noteServerTime(NOON, NOON - 11 * 60_000, 1_000)
  assert.equal(clockIsWrong({ device: NOON, mono: 1_000 + 11 * 60_000 }), true)
})

test("a clock set back has the offset of its new setting", () => {
  const back = { device: NOON - HOUR, mono: 2_000 }
  assert.equal(clockIsWrong(back), true)
  assert.equal(clockFrame(back.device, back.mono).offset_ms, HOUR + 1_000)
})

test("a phone that slept is not blamed", () => {
  assert.equal(clockIsWrong({ device: NOON + HOUR, mono: 2_000 }), false)
})

test("a clock set on is wrong when GPS says so too", () => {
  noteFixTime(NOON, NOON + HOUR)
  assert.equal(clockIsWrong({ device: NOON + HOUR, mono: 2_000 }), true)
})
