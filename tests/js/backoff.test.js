import assert from "node:assert/strict"
import { test } from "node:test"
import { waitMs } from "../../static/js/courier/backoff.js"

test("the wait doubles from two seconds to five minutes", () => {
  const waits = [1, 2, 3, 8, 9, 50].map((tries) => waitMs(tries, () => 1))
  assert.deepEqual(waits, [2000, 4000, 8000, 256000, 300000, 300000])
})

test("phones spread over a quarter of the wait", () => {
  assert.equal(
    waitMs(1, () => 0),
    1500,
  )
  assert.equal(
    waitMs(100, () => 0),
    225000,
  )
})
