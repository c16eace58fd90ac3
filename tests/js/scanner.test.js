import assert from "node:assert/strict"
import { test } from "node:test"
import { frameOf, inBlackAndWhite, scan } from "../../static/js/courier/scanner.js"

/** @type {unknown[][]} */
const made = []
Reflect.set(
  globalThis,
  "createImageBitmap",
  async (/** @type {unknown[]} */ ...asked) => void made.push(asked),
)

class Paper {
  /** @param {number} width @param {number} height */
  constructor(width, height) {
    Object.assign(this, { width, height })
  }
  getContext() {
    return { canvas: this, drawImage: () => undefined, getImageData: () => ({ data: [90, 200] }) }
  }
}
Reflect.set(globalThis, "OffscreenCanvas", Paper)

const video = /** @type {HTMLVideoElement} */ (/** @type {unknown} */ ("video"))
/** @param {number[]} frames */
async function given(...frames) {
  made.length = 0
  for (const frame of frames) await frameOf(video, { width: 1280, height: 720 }, frame)
  return made
}

const half = ["video", { resizeWidth: 640, resizeHeight: 360 }]
const whole = ["video", { resizeWidth: 1280, resizeHeight: 720 }]
const near = ["video", 320, 180, 640, 360, { resizeWidth: 1280, resizeHeight: 720 }]

test("a frame goes to the worker by turns: half, half, whole, half, half, its middle enlarged", async () => {
  assert.deepEqual(await given(1, 2, 3, 4, 5, 6), [half, half, whole, half, half, near])
})

test("after six frames come two in black and white, by the light around and by one grey", async () => {
  const [around, grey] = [[{ data: [255, 255] }], [{ data: [0, 255] }]]
  assert.deepEqual(await given(7, 8), [around, grey])
})

test("the ninth frame is as the first", async () => {
  assert.deepEqual(await given(9, 10, 11), [half, half, whole])
})

test("a dot is white where it is no darker than its limit", () => {
  const dots = /** @type {ImageData} */ ({ data: Uint8ClampedArray.of(10, 20, 200, 200) })
  assert.deepEqual([...inBlackAndWhite(dots, [20, 20, 210, 200]).data], [0, 255, 0, 255])
})

test("a frame that the camera fails to give does not end the scanning", async () => {
  let asked = 0
  const failing = async () => {
    asked += 1
    throw new DOMException("not yet", "InvalidStateError")
  }
  const usual = Reflect.get(globalThis, "createImageBitmap")
  Reflect.set(globalThis, "createImageBitmap", failing)
  const camera = /** @type {HTMLVideoElement} */ ({ videoWidth: 1280, videoHeight: 720 })
  const stop = scan(camera, () => undefined)
  await new Promise((resolve) => setTimeout(resolve, 500))
  stop()
  Reflect.set(globalThis, "createImageBitmap", usual)
  assert.ok(asked > 1)
})
