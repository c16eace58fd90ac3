/** The signing pad: resize-safe, one per proof, rendered to PNG only at commit (offline.md 5). */
import { drawStrokes, followPen } from "../shared/pen.js"
import { isSignature, scaled } from "./ink.js"
import { sha256 } from "./jws.js"

/** @typedef {import("./types.js").Ink} Ink */

const WIDTH = 720
const HEIGHT = 400

/**
 * @param {HTMLCanvasElement} canvas shown with a fixed aspect ratio @param {Ink | null} ink from the draft
 * @param {(ink: Ink | null) => void} onInk after every stroke
 */
export function openPad(canvas, ink, onInk) {
  let kept = ink
  const let_go = followPen(canvas, {
    begin: (stroke) => (kept = withStroke(canvas, kept, stroke)),
    end: () => onInk(kept && structuredClone(kept)),
  })
  const watcher = new ResizeObserver(() => fit(canvas, kept))
  watcher.observe(canvas)
  return {
    clear: () => ((kept = null), fit(canvas, kept), onInk(null)),
    close: () => (watcher.disconnect(), let_go()),
  }
}

/** What was signed on a pad of another size is brought to this one's. @param {HTMLCanvasElement} canvas @param {Ink | null} ink @param {Ink["strokes"][number]} stroke @returns {Ink} */
function withStroke({ clientWidth: width, clientHeight: height }, ink, stroke) {
  return { width, height, strokes: [...(ink ? scaled(ink, width, height) : []), stroke] }
}

/** A resize clears the canvas: the vectors are drawn again. @param {HTMLCanvasElement} canvas @param {Ink | null} ink */
function fit(canvas, ink) {
  const { clientWidth, clientHeight } = canvas
  if (!clientWidth) return
  const ratio = Math.min(2, window.devicePixelRatio || 1)
  Object.assign(canvas, {
    width: Math.round(clientWidth * ratio),
    height: Math.round(clientHeight * ratio),
  })
  const paper = canvas.getContext("2d")
  if (!paper) return
  paper.scale(ratio, ratio)
  drawStrokes(paper, ink ? scaled(ink, clientWidth, clientHeight) : [], clientWidth, clientHeight)
}

/** @param {Ink} ink @returns {Promise<import("./types.js").Part>} @throws {Error} when the picture has no ink */
export async function renderInk(ink) {
  if (!isSignature(ink)) throw new Error("not a signature")
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT })
  const paper = canvas.getContext("2d")
  if (paper) drawStrokes(paper, scaled(ink, WIDTH, HEIGHT), WIDTH, HEIGHT)
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"))
  if (!(blob instanceof Blob) || !(await hasInk(blob))) throw new Error("no ink")
  const data = await blob.arrayBuffer()
  return {
    kind: "signature",
    sha256: await sha256(data),
    bytes: data.byteLength,
    type: "image/png",
    width: WIDTH,
    height: HEIGHT,
    data,
  }
}

/** Decoded once: what goes out must show what was signed. @param {Blob} blob */
async function hasInk(blob) {
  const bitmap = await createImageBitmap(blob)
  const paper = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d")
  paper?.drawImage(bitmap, 0, 0)
  const pixels = paper?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? []
  bitmap.close()
  return pixels.some((value, i) => i % 4 === 0 && value < 128)
}
