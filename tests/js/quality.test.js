import assert from "node:assert/strict"
import { test } from "node:test"

import { fingerprint, light, softnesses, stepsBetween, warningsOf } from "../../static/js/courier/quality.js"

const [WIDTH, HEIGHT] = [320, 240]

/** @param {(x: number, y: number) => number} paint */
function picture(paint) {
  const values = new Uint8ClampedArray(WIDTH * HEIGHT)
  for (let y = 0; y < HEIGHT; y++) for (let x = 0; x < WIDTH; x++) values[y * WIDTH + x] = paint(x, y)
  return { width: WIDTH, height: HEIGHT, values }
}

/** The same noise every time. @param {number} seed */
function noise(seed) {
  let state = seed
  return () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648 - 0.5
}

/** Bricks, a door and an envelope. @param {number} [shift] @param {number} [seed] */
function porch(shift = 0, seed = 1) {
  const grain = noise(seed)
  return picture((x, y) => {
    const brick = (Math.floor((x + shift) / 20) + Math.floor(y / 12)) % 2 ? 150 : 105
    const door = x > 120 + shift && x < 210 + shift && y > 40 ? 60 : brick
    const envelope = x > 150 + shift && x < 190 + shift && y > 150 && y < 185 ? 225 : door
    return envelope + grain() * 8
  })
}

/** A box blur of `radius`. @param {import("../../static/js/courier/quality.js").Grey} sharp @param {number} radius */
function blurred(sharp, radius) {
  return picture((x, y) => {
    let sum = 0
    let n = 0
    for (let dy = -radius; dy <= radius; dy += 2)
      for (let dx = -radius; dx <= radius; dx += 2) {
        const [px, py] = [Math.min(WIDTH - 1, Math.max(0, x + dx)), Math.min(HEIGHT - 1, Math.max(0, y + dy))]
        sum += sharp.values[py * WIDTH + px] ?? 0
        n += 1
      }
    return sum / n
  })
}

/** @param {import("../../static/js/courier/quality.js").Grey} bright @param {number} part */
const dimmed = ({ values }, part) => picture((x, y) => (values[y * WIDTH + x] ?? 0) * part)

test("a good photo gets no warning", () => assert.deepEqual(warningsOf(porch(), null), []))

test("a photo in the dark is called dark", () =>
  assert.ok(warningsOf(dimmed(porch(), 0.12), null).includes("dark")))

test("a lit porch at night is not called dark", () => {
  const day = porch()
  const night = dimmed(day, 0.1)
  const lit = picture((x, y) => (x > 100 && x < 220 ? day : night).values[y * WIDTH + x] ?? 0)
  assert.ok(!warningsOf(lit, null).includes("dark"))
})

test("a finger on the lens is called covered, and not blurred as well", () => {
  const grain = noise(3)
  const finger = picture((x) => 90 + x / 40 + grain() * 6)
  assert.deepEqual(warningsOf(finger, null), ["covered"])
})

test("a shaken photo is called blurred", () =>
  assert.deepEqual(warningsOf(blurred(porch(), 8), null), ["blurred"]))

test("a sharp envelope before a soft wall is not called blurred", () => {
  const soft = blurred(porch(), 8)
  const grain = noise(5)
  const letters = picture((x, y) =>
    y > 120 && x > 80 ? ((x + y) % 9 < 4 ? 40 : 220) + grain() * 4 : (soft.values[y * WIDTH + x] ?? 0),
  )
  assert.deepEqual(warningsOf(letters, null), [])
})

test("the same scene once more is noticed in spite of new grain", () => {
  assert.ok(warningsOf(porch(0, 9), fingerprint(porch(0, 1))).includes("unchanged"))
})

test("another door is another photo", () => {
  assert.ok(!warningsOf(porch(60), fingerprint(porch())).includes("unchanged"))
})

test("the first photo of the day has nothing to be equal to", () =>
  assert.deepEqual(warningsOf(porch(), null), []))

test("softness rises with every step of blur", () => {
  const steps = [0, 2, 4, 8].map((radius) => softnesses(radius ? blurred(porch(), radius) : porch())[2] ?? 0)
  assert.deepEqual(
    steps,
    [...steps].sort((a, b) => a - b),
  )
})

test("softness does not ask how bright it is", () => {
  const [day, dusk] = [porch(), dimmed(porch(), 0.4)].map((grey) => softnesses(grey)[2] ?? 0)
  assert.ok(Math.abs((day ?? 0) - (dusk ?? 1)) < 0.1)
})

test("a dim room with a readable envelope gets no warning", () =>
  assert.deepEqual(warningsOf(dimmed(porch(), 0.35), null), []))

test("the light of an even picture is its value", () => {
  assert.deepEqual(light([7, 7, 7]), { mean: 7, brightest: 7 })
})

test("fingerprints of different length are never the same", () =>
  assert.equal(stepsBetween("00", "0000"), Infinity))

test("the distance of two fingerprints is the mean step", () => assert.equal(stepsBetween("0f", "0b"), 2))
