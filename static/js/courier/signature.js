/** The signing pad: resize-safe, one per proof, rendered to PNG only at commit (offline.md 5). */
import SignaturePad from "../../vendor/signature_pad/signature_pad.min.js"
import { isSignature, scaled } from "./ink.js"
import { sha256 } from "./jws.js"

/** @typedef {import("./types.js").Ink} Ink */

const WIDTH = 720
const HEIGHT = 400
const LOOK = {
  penColor: "rgb(16, 24, 64)",
  backgroundColor: "rgb(255, 255, 255)",
  minWidth: 0.8,
  maxWidth: 2.6,
}

/**
 * @param {HTMLCanvasElement} canvas shown with a fixed aspect ratio @param {Ink | null} ink from the draft
 * @param {(ink: Ink | null) => void} onInk after every stroke
 */
export function openPad(canvas, ink, onInk) {
  const pad = new SignaturePad(canvas, LOOK)
  let kept = ink
  const redraw = () => fit(canvas, pad, kept)
  pad.addEventListener("endStroke", () => onInk((kept = inkOf(canvas, pad))))
  const watcher = new ResizeObserver(redraw)
  watcher.observe(canvas)
  return {
    clear: () => (pad.clear(), onInk((kept = null))),
    /** The last stroke may still be under the finger. @returns {Ink | null} */
    flush: () => (kept = pad.isEmpty() ? kept : inkOf(canvas, pad)),
    close: () => (watcher.disconnect(), pad.off()),
  }
}

/** A resize clears the canvas and keeps "not empty": draw the vectors again. @param {HTMLCanvasElement} canvas @param {SignaturePad} pad @param {Ink | null} ink */
function fit(canvas, pad, ink) {
  const { clientWidth, clientHeight } = canvas
  const ratio = Math.min(2, window.devicePixelRatio || 1)
  const [width, height] = [Math.round(clientWidth * ratio), Math.round(clientHeight * ratio)]
  if (!clientWidth || (canvas.width === width && canvas.height === height && !ink)) return
  Object.assign(canvas, { width, height })
  canvas.getContext("2d")?.scale(ratio, ratio)
  pad.clear()
  if (ink) pad.fromData(/** @type {any} */ (scaled(ink, clientWidth, clientHeight)))
}

/** @param {HTMLCanvasElement} canvas @param {SignaturePad} pad @returns {Ink | null} */
function inkOf({ clientWidth, clientHeight }, pad) {
  const strokes = pad.toData()
  return strokes.length
    ? { width: clientWidth, height: clientHeight, strokes: structuredClone(strokes) }
    : null
}

/** @param {Ink} ink @returns {Promise<import("./types.js").Part>} @throws {Error} when the picture has no ink */
export async function renderInk(ink) {
  if (!isSignature(ink)) throw new Error("not a signature")
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT })
  const pad = new SignaturePad(canvas, LOOK)
  pad.fromData(/** @type {any} */ (scaled(ink, WIDTH, HEIGHT)))
  pad.off()
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
