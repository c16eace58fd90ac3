/** What was signed, as the picture that goes out: made once, at "Selesai" (offline.md 5). */
import { isSignature } from "../shared/ink.js"
import { drawInk } from "../shared/pen.js"
import { sha256 } from "./jws.js"

const WIDTH = 720
const HEIGHT = 400

/** @param {import("../shared/ink.js").Ink} ink @param {string} proof @returns {Promise<import("./types.js").Part>} @throws {Error} when the picture has no ink */
export async function renderInk(ink, proof) {
  if (!isSignature(ink)) throw new Error("not a signature")
  const canvas = document.createElement("canvas")
  drawInk(canvas, WIDTH, HEIGHT, ink)
  name(canvas, proof)
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

/** Which proof it was made for: a file counts for one, and the same lines at two doors must be two files. @param {HTMLCanvasElement} canvas @param {string} proof */
function name(canvas, proof) {
  const paper = canvas.getContext("2d")
  if (!paper) return
  paper.resetTransform()
  Object.assign(paper, { fillStyle: "#999", font: "14px monospace" })
  paper.fillText(proof, 8, HEIGHT - 8)
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
