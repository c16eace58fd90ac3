import assert from "node:assert/strict"
import { test } from "node:test"
import { isSignature, lengthOf, scaled } from "../../static/js/courier/ink.js"
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
  const two = { ...anInk(), strokes: [...anInk(2, 10).strokes, ...anInk(2, 10).strokes] }
  assert.equal(lengthOf(two), 20)
})

test("strokes grow with their pad, lines included", () => {
  const [stroke] = scaled(anInk(2, 10), 900, 300)
  assert.deepEqual(stroke?.points[1], { x: 30, y: 150, pressure: 0.5, time: 1 })
  assert.deepEqual([stroke?.minWidth, stroke?.maxWidth], [3, 6])
})
