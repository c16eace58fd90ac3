/** A photo of at most 150 kB with no EXIF, checked while it can still be retaken (offline.md 4). */
import { sha256 } from "./jws.js"
import { fingerprint, LOOKED_AT, warningsOf } from "./quality.js"
import { sized } from "./scanner.js"

export const BUDGET = 150_000
const SMALLEST = 2_000
/** Longest edge and quality, best first; the last is for pictures that nothing else holds. */
export const LADDER = /** @type {const} */ ([
  [1280, 0.6],
  [1280, 0.5],
  [1024, 0.7],
  [1024, 0.6],
  [1024, 0.5],
  [800, 0.5],
])
/** A covered lens or a dead camera gives almost one value everywhere. */
const FLAT = 12

/** Not a usable picture; `message` is the key of the words. */
export class PhotoFailed extends Error {}

/**
 * @typedef {object} Taken
 * @property {import("./types.js").Part} photo @property {import("./quality.js").Warning[]} warnings @property {string} print its fingerprint
 */

/** One frame, held still for the whole ladder. @param {HTMLVideoElement} video @param {string | null} previous fingerprint @throws {PhotoFailed} */
export async function photoFromVideo(video, previous) {
  return photoOf(await createImageBitmap(video).catch(() => failed("photo_no_picture")), previous)
}

/** @param {ImageBitmap} bitmap given away @param {string | null} previous @returns {Promise<Taken>} */
export async function photoOf(bitmap, previous) {
  try {
    const grey = greyOf(bitmap)
    if (isFlat(grey.values)) failed("photo_flat")
    const encoded = await firstThatFits((edge, quality) =>
      encode(bitmap, sized(bitmap.width, bitmap.height, edge), quality),
    )
    const look = { warnings: warningsOf(grey, previous), print: fingerprint(grey) }
    return { photo: await checked(encoded), ...look }
  } finally {
    bitmap.close()
  }
}

/**
 * Down the ladder until the budget holds.
 * @template {{ blob: { size: number } }} T @param {(edge: number, quality: number) => Promise<T>} make @returns {Promise<T>}
 */
export async function firstThatFits(make) {
  let made = await make(...LADDER[0])
  for (const [edge, quality] of LADDER.slice(1)) {
    if (made.blob.size <= BUDGET) return made
    made = await make(edge, quality)
  }
  return made
}

/** @param {ImageBitmap} bitmap @param {ImageBitmapOptions} size @param {number} quality */
async function encode(bitmap, size, quality) {
  const canvas = new OffscreenCanvas(size.resizeWidth ?? 1, size.resizeHeight ?? 1)
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  return {
    blob: await canvas.convertToBlob({ type: "image/jpeg", quality }),
    width: canvas.width,
    height: canvas.height,
  }
}

/** What was encoded must decode again, in the right size. @param {{ blob: Blob, width: number, height: number }} made */
async function checked({ blob, width, height }) {
  const again = blob.size > SMALLEST ? await createImageBitmap(blob).catch(() => null) : null
  if (again?.width !== width || again.height !== height || blob.type !== "image/jpeg") failed("photo_broken")
  again?.close()
  const data = await blob.arrayBuffer()
  return {
    kind: /** @type {const} */ ("photo"),
    sha256: await sha256(data),
    bytes: data.byteLength,
    type: blob.type,
    width,
    height,
    data,
  }
}

/** Small, and every value the mean of many: what is left of noise says nothing. @param {ImageBitmap} bitmap @returns {import("./quality.js").Grey & { values: number[] }} */
export function greyOf(bitmap) {
  const { resizeWidth: width = 1, resizeHeight: height = 1 } = sized(bitmap.width, bitmap.height, LOOKED_AT)
  const paper = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true })
  if (paper) paper.imageSmoothingQuality = "high"
  paper?.drawImage(bitmap, 0, 0, width, height)
  const seen = paper?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray()
  return { width, height, values: luminances(seen) }
}

/** @param {Uint8ClampedArray} rgba @returns {number[]} 0 to 255 */
export function luminances(rgba) {
  const found = []
  for (let i = 0; i < rgba.length; i += 4)
    found.push(0.2126 * (rgba[i] ?? 0) + 0.7152 * (rgba[i + 1] ?? 0) + 0.0722 * (rgba[i + 2] ?? 0))
  return found
}

/** @param {number[]} values @returns {boolean} variance below the floor: no picture of anything */
export function isFlat(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / (values.length || 1)
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length || 1) < FLAT
}

/** @param {string} key @returns {never} */
function failed(key) {
  throw new PhotoFailed(key)
}
