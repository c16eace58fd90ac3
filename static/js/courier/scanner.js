/** Frames to the worker, texts back: half, whole, near or black and white; a frame is dropped while the worker is busy (offline.md 3). */
import { onFrame } from "./camera.js"

const BETWEEN_MS = 110
const HALF = 640
const LONGEST = 1280
/** Smaller by small steps, then large again: the light around each dot without a filter, which Safari lacks. */
const SOFTENING = [2, 4, 6, 1]

/** @type {Worker | null} */
let worker = null
/** @type {Promise<boolean> | null} */
let started = null
/** @type {Map<number, (text: string | null) => void>} */
const asked = new Map()
let count = 0

/** Load the engine; true when it can read. A failed start is tried again by the next call. @returns {Promise<boolean>} */
export function startEngine() {
  started ??= new Promise((resolve) => {
    worker = new Worker(document.getElementById("app")?.dataset.worker ?? "/kurir/scan-worker.js")
    worker.onmessage = ({ data }) => ("ready" in data ? resolve(data.ready) : settle(data.id, data.text))
    worker.onerror = () => resolve(false)
    worker.postMessage({ files: new URL("../../", import.meta.url).href })
  })
  return started.then((able) => able || dropEngine())
}

function dropEngine() {
  worker?.terminate()
  worker = null
  started = null
  for (const id of [...asked.keys()]) settle(id, null)
  return false
}

/** @param {number} id @param {string | null} text */
function settle(id, text) {
  asked.get(id)?.(text)
  asked.delete(id)
}

/** @param {ImageBitmap} bitmap given away @returns {Promise<string | null>} */
export function readBitmap(bitmap) {
  const engine = worker
  if (!engine) return Promise.resolve(null)
  count += 1
  return new Promise((resolve) => {
    asked.set(count, resolve)
    engine.postMessage({ id: count, bitmap }, [bitmap])
  })
}

/** A picture from the gallery, for cameras that will not focus. @param {Blob} file @returns {Promise<string | null>} */
export async function readFile(file) {
  const whole = await createImageBitmap(file)
  const { width, height } = whole
  for (const edge of [LONGEST, HALF]) {
    const text = await readBitmap(await createImageBitmap(whole, sized(width, height, edge)))
    if (text) return text
  }
  return null
}

/**
 * Read from a running video until stopped.
 * @param {HTMLVideoElement} video @param {(text: string) => void} onText @returns {() => void} stop
 */
export function scan(video, onText) {
  let on = true
  let frame = 0
  const next = () => on && onFrame(video, () => void look())
  const look = async () => {
    const began = performance.now()
    frame += 1
    const size = { width: video.videoWidth, height: video.videoHeight }
    const text =
      on && size.width
        ? await frameOf(video, size, frame)
            .then(readBitmap)
            .catch(() => null)
        : null
    if (on && text) onText(text)
    setTimeout(next, Math.max(0, BETWEEN_MS - (performance.now() - began)))
  }
  next()
  return () => void (on = false)
}

/**
 * What the worker gets of a frame, by turns: twice the whole at half size (noise is read better there, and it is quick),
 * then the whole at full size (small codes), the next time its middle enlarged (worn print). What six frames leave is
 * drawn in black and white: by the light around each dot (glare, shadows), then by one grey for all (movement).
 * @param {CanvasImageSource & ImageBitmapSource} source @param {{ width: number, height: number }} size @param {number} frame counted from 1
 */
export async function frameOf(source, size, frame) {
  return (TURNS[frame % TURNS.length] ?? atHalf)(source, size)
}

/** @typedef {(source: CanvasImageSource & ImageBitmapSource, size: { width: number, height: number }) => Promise<ImageBitmap>} Turn */
/** @type {Turn} */
const atHalf = (source, { width, height }) => createImageBitmap(source, sized(width, height, HALF))
/** @type {Turn} */
const whole = (source, { width, height }) => createImageBitmap(source, sized(width, height, LONGEST))

/** @type {Turn} */
function near(source, { width, height }) {
  const [across, down] = [Math.round(width / 2), Math.round(height / 2)]
  const corner = /** @type {const} */ ([Math.round(width / 4), Math.round(height / 4)])
  return createImageBitmap(source, ...corner, across, down, enlarged(across, down))
}

/** @type {Turn} */
function byLightAround(source, size) {
  const { sharp, width, height } = halfDrawn(source, size)
  const light = SOFTENING.reduce((paper, step) => drawn(paper.canvas, width / step, height / step), sharp)
  return createImageBitmap(inBlackAndWhite(dotsOf(sharp), dotsOf(light).data))
}

/** @type {Turn} */
const byOneGrey = (source, size) =>
  createImageBitmap(inBlackAndWhite(dotsOf(halfDrawn(source, size).sharp), []))

/** Frame 1 is the second of these, frame 8 the first. */
const TURNS = [byOneGrey, atHalf, atHalf, whole, atHalf, atHalf, near, byLightAround]

/** @param {ImageData} dots changed @param {ArrayLike<number>} limits of each dot; the middle grey where there is none */
export function inBlackAndWhite(dots, limits) {
  const { data } = dots
  for (let i = 0; i < data.length; i += 1) data[i] = (data[i] ?? 0) >= (limits[i] ?? 127) ? 255 : 0
  return dots
}

/** @param {CanvasImageSource} source @param {{ width: number, height: number }} size */
function halfDrawn(source, size) {
  const { resizeWidth: width = 1, resizeHeight: height = 1 } = sized(size.width, size.height, HALF)
  return { sharp: drawn(source, width, height), width, height }
}

/** @param {CanvasImageSource} source @param {number} width @param {number} height */
function drawn(source, width, height) {
  const canvas = new OffscreenCanvas(Math.ceil(width), Math.ceil(height))
  const paper = canvas.getContext("2d", { willReadFrequently: true })
  if (!paper) throw new DOMException("no canvas", "InvalidStateError")
  paper.drawImage(source, 0, 0, canvas.width, canvas.height)
  return paper
}

/** @param {OffscreenCanvasRenderingContext2D} paper */
const dotsOf = (paper) => paper.getImageData(0, 0, paper.canvas.width, paper.canvas.height)

/** @param {number} width @param {number} height @returns {ImageBitmapOptions} */
function enlarged(width, height) {
  const scale = LONGEST / Math.max(width, height)
  return { resizeWidth: Math.round(width * scale), resizeHeight: Math.round(height * scale) }
}

/** @param {number} width @param {number} height @param {number} edge longest edge; never enlarges @returns {ImageBitmapOptions} */
export function sized(width, height, edge) {
  const scale = Math.min(1, edge / Math.max(width, height))
  return { resizeWidth: Math.round(width * scale), resizeHeight: Math.round(height * scale) }
}
