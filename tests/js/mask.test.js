import assert from "node:assert/strict"
import { test } from "node:test"
import { moved, pixelsOf, resized, USUAL } from "../../static/js/courier/mask.js"

const BAR = { x: 0.5, y: 0.5, width: 0.2, height: 0.1 }

test("a bar never leaves the picture, however far it is dragged", () => {
  assert.deepEqual(moved(BAR, 9, 9), { x: 0.8, y: 0.9, width: 0.2, height: 0.1 })
  assert.deepEqual(moved(BAR, -9, -9), { x: 0, y: 0, width: 0.2, height: 0.1 })
})

test("a bar grows to all sides until it is the whole picture", () => {
  const whole = Array.from({ length: 99 }).reduce((bar) => resized(bar, 0.03), BAR)
  assert.deepEqual(whole, { x: 0, y: 0, width: 1, height: 1 })
})

test("a bar never gets so small that it covers nothing", () => {
  const small = Array.from({ length: 99 }).reduce((bar) => resized(bar, -0.03), BAR)
  assert.deepEqual([small.width, small.height], [0.08, 0.08])
})

test("half a pixel under a bar is under the bar", () => {
  const third = { x: 1 / 3, y: 1 / 3, width: 1 / 3, height: 1 / 3 }
  assert.deepEqual(pixelsOf(third, { width: 10, height: 10 }), { left: 3, top: 3, width: 4, height: 4 })
})

test("the bars begin inside the picture", () => {
  for (const bar of Object.values(USUAL)) assert.deepEqual(moved(bar, 0, 0), bar)
})
