import assert from "node:assert/strict"
import { test } from "node:test"
import { frameOf } from "../../static/js/courier/scanner.js"

/** @type {unknown[][]} */
const made = []
Reflect.set(
  globalThis,
  "createImageBitmap",
  async (/** @type {unknown[]} */ ...asked) => void made.push(asked),
)

test("a frame goes to the worker by turns: half, half, whole, half, half, its middle enlarged", async () => {
  const video = /** @type {HTMLVideoElement} */ (/** @type {unknown} */ ("video"))
  for (const frame of [1, 2, 3, 4, 5, 6, 7]) await frameOf(video, { width: 1280, height: 720 }, frame)
  const half = ["video", { resizeWidth: 640, resizeHeight: 360 }]
  const whole = ["video", { resizeWidth: 1280, resizeHeight: 720 }]
  const near = ["video", 320, 180, 640, 360, { resizeWidth: 1280, resizeHeight: 720 }]
  assert.deepEqual(made, [half, half, whole, half, half, near, half])
})
