/** Opaque bars over a picture: where they lie, how they are moved, and how they are burnt in. Parts of the picture, 0 to 1. */
import { photoOf } from "./photo.js"

/** @typedef {{ x: number, y: number, width: number, height: number }} Bar */

const SMALLEST = 0.08
export const STEP = 0.03

/** Where a KTP has its number and its face when the card fills the picture. @type {{ number: Bar, face: Bar }} */
export const USUAL = {
  number: { x: 0.06, y: 0.2, width: 0.6, height: 0.16 },
  face: { x: 0.67, y: 0.24, width: 0.28, height: 0.5 },
}

/** Never off the picture. @param {Bar} bar @param {number} dx @param {number} dy @returns {Bar} */
export function moved(bar, dx, dy) {
  return { ...bar, x: within(bar.x + dx, 1 - bar.width), y: within(bar.y + dy, 1 - bar.height) }
}

/** Larger or smaller to all sides, never so small that it covers nothing. @param {Bar} bar @param {number} by @returns {Bar} */
export function resized(bar, by) {
  const width = Math.min(1, Math.max(SMALLEST, bar.width + 2 * by))
  const height = Math.min(1, Math.max(SMALLEST, bar.height + 2 * by))
  const x = bar.x + (bar.width - width) / 2
  const y = bar.y + (bar.height - height) / 2
  return moved({ x, y, width, height }, 0, 0)
}

const within = (/** @type {number} */ value, /** @type {number} */ most) =>
  Math.min(Math.max(value, 0), Math.max(most, 0))

/** Whole pixels, outwards: no line of what lies under a bar shows at its edge. @param {Bar} bar @param {{ width: number, height: number }} size */
export function pixelsOf(bar, { width, height }) {
  const left = Math.floor(bar.x * width)
  const top = Math.floor(bar.y * height)
  return {
    left,
    top,
    width: Math.ceil((bar.x + bar.width) * width) - left,
    height: Math.ceil((bar.y + bar.height) * height) - top,
  }
}

/**
 * The only picture of the card that is ever kept: what lay under the bars is gone before it is encoded.
 * @param {ImageBitmap} bitmap given away @param {Bar[]} bars @returns {Promise<import("./types.js").Part>} @throws {import("./photo.js").PhotoFailed}
 */
export async function burnt(bitmap, bars) {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
  const paper = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"))
  paper.drawImage(bitmap, 0, 0)
  bitmap.close()
  paper.fillStyle = "#000"
  for (const bar of bars) {
    const { left, top, width, height } = pixelsOf(bar, canvas)
    paper.fillRect(left, top, width, height)
  }
  const { photo } = await photoOf(canvas.transferToImageBitmap(), null)
  return { ...photo, kind: "old_card" }
}
