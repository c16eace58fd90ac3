import assert from "node:assert/strict"
import { test } from "node:test"
import { inkOf } from "../../static/js/courier/needs.js"
import { isSignature } from "../../static/js/shared/ink.js"
import { anInk } from "./phone.js"

test("twelve points over eighty pixels are a signature", () => assert.equal(isSignature(anInk(12, 8)), true))

/** @type {[string, ReturnType<typeof anInk> | null][]} */
const REFUSED = [
  ["nothing", null],
  ["no strokes", { width: 300, height: 100, strokes: [] }],
  ["eleven points", anInk(11, 10)],
  ["many points on one spot", anInk(200, 0)],
  ["a line of 77 pixels", anInk(12, 7)],
]

for (const [what, ink] of REFUSED)
  test(`not a signature: ${what}`, () => assert.equal(isSignature(ink), false))

test("the way between two strokes is not ink", () => {
  const three = [0, 60, 120].map((y) => Array.from({ length: 4 }, (_, i) => [i * 8, y]).flat())
  assert.equal(isSignature({ ...anInk(), strokes: three }), false)
  assert.equal(isSignature({ ...anInk(), strokes: [...three, [0, 90, 8, 90]] }), true)
})

test("a draft of an older build opens: its points are brought to whole pixels", () => {
  const point = (/** @type {number} */ x) => ({ x, y: 50.4, pressure: 0.5, time: 1 })
  const strokes = [{ minWidth: 1, maxWidth: 2, points: [point(1.6), point(9)] }, [3, 4]]
  assert.deepEqual(inkOf({ width: 300, height: 100, strokes })?.strokes, [
    [2, 50, 9, 50],
    [3, 4],
  ])
})

test("and one of this build stays as it is", () => assert.deepEqual(inkOf(anInk()), anInk()))
test("nothing stays nothing", () => assert.equal(inkOf(null), null))
