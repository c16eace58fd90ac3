import assert from "node:assert/strict"
import { test } from "node:test"
import { BUDGET, firstThatFits, isFlat, LADDER, luminances } from "../../static/js/courier/photo.js"
import { pixelsOf } from "../../static/js/courier/photo_file.js"
import { sized } from "../../static/js/courier/scanner.js"

/** @type {[string, number, number, number, number][]} */
const SIZES = [
  ["a landscape photo", 4032, 3024, 1280, 960],
  ["a portrait photo", 3024, 4032, 960, 1280],
  ["a camera frame", 1280, 720, 1280, 720],
  ["a small picture is never enlarged", 640, 480, 640, 480],
]

for (const [what, width, height, w, h] of SIZES) {
  test(`longest edge 1280: ${what}`, () =>
    assert.deepEqual(sized(width, height, 1280), { resizeWidth: w, resizeHeight: h }))
}

/** Sizes as measured on one detailed photo. @param {number[]} sizes */
function steps(sizes) {
  /** @type {[number, number][]} */
  const tried = []
  const make = async (/** @type {number} */ edge, /** @type {number} */ quality) => (
    tried.push([edge, quality]),
    { blob: { size: sizes[tried.length - 1] ?? 0 } }
  )
  return { tried, make }
}

test("the first step that holds the budget is taken", async () => {
  const { tried, make } = steps([177_000, 151_000, 146_000])
  assert.equal((await firstThatFits(make)).blob.size, 146_000)
  assert.deepEqual(tried, LADDER.slice(0, 3))
})

test("a plain picture is encoded once", async () => {
  const { tried, make } = steps([BUDGET])
  await firstThatFits(make)
  assert.equal(tried.length, 1)
})

test("a picture that nothing holds comes out at the last step, never not at all", async () => {
  const { tried, make } = steps(Array(LADDER.length).fill(400_000))
  assert.equal((await firstThatFits(make)).blob.size, 400_000)
  assert.equal(tried.length, LADDER.length)
})

test("a black frame, a white wall and a covered lens are no photo", () => {
  assert.equal(isFlat(Array(4096).fill(0)), true)
  assert.equal(isFlat(Array(4096).fill(255)), true)
  assert.equal(isFlat(Array.from({ length: 4096 }, (_, i) => 8 + (i % 3))), true)
})

test("an envelope on a dark floor is a photo", () => {
  assert.equal(isFlat(Array.from({ length: 4096 }, (_, i) => (i % 8 ? 30 : 90))), false)
})

test("luminance weighs green most", () => {
  const [red = 0, green = 0, blue = 0] = luminances(
    new Uint8ClampedArray([255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255]),
  )
  assert.ok(green > red && red > blue)
})

/** A JPEG's beginning: marks of a camera, tables, then the frame (ITU-T T.81, B.2.2). @param {number} frame */
const header = (frame) =>
  Uint8Array.of(
    ...[0xff, 0xd8],
    ...[0xff, 0xe1, 0, 6, 1, 2, 3, 4],
    ...[0xff, 0xdb, 0, 4, 0, 0],
    ...[0xff, frame, 0, 11, 8, 0x17, 0x70, 0x1f, 0x40, 1, 1, 0x11, 0],
  )
const sizeIn = (/** @type {Uint8Array<ArrayBuffer>} */ bytes) => pixelsOf(new DataView(bytes.buffer))

for (const [how, frame] of /** @type {[string, number][]} */ ([
  ["baseline", 0xc0],
  ["extended", 0xc1],
  ["progressive", 0xc2],
])) {
  test(`a ${how} JPEG says how many pixels it has`, () => assert.equal(sizeIn(header(frame)), 48_000_000))
}

test("a file that breaks off, and one that is no JPEG, say nothing of their pixels", () => {
  const whole = header(0xc0)
  const said = Array.from(whole, (_, end) => sizeIn(whole.slice(0, end)))
  assert.deepEqual(
    said.slice(0, 25),
    said.slice(0, 25).map(() => 0),
  )
  assert.equal(sizeIn(Uint8Array.from({ length: 4096 }, () => 0)), 0)
  assert.equal(sizeIn(Uint8Array.from({ length: 4096 }, (_, i) => [0xff, 0xd8][i] ?? 0x41)), 0)
})
