/** Frames to the worker, texts back: half, half, whole or near; a frame is dropped while the worker is busy (offline.md 3). */
import { onFrame } from "./camera.js"

const BETWEEN_MS = 110
const HALF = 640
const LONGEST = 1280

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
    if (text !== null) return text
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
      on && size.width ? await readBitmap(await frameOf(video, size, frame)).catch(() => null) : null
    if (on && text) onText(text)
    setTimeout(next, Math.max(0, BETWEEN_MS - (performance.now() - began)))
  }
  next()
  return () => void (on = false)
}

/**
 * What the worker gets of a frame, by turns: twice the whole at half size (noise is read better there, and it is quick),
 * then the whole at full size (small codes), the next time its middle enlarged (glare, shadows, worn print).
 * @param {CanvasImageSource & ImageBitmapSource} source @param {{ width: number, height: number }} size @param {number} frame counted from 1
 */
export function frameOf(source, { width, height }, frame) {
  if (frame % 3) return createImageBitmap(source, sized(width, height, HALF))
  if (frame % 6) return createImageBitmap(source, sized(width, height, LONGEST))
  const [across, down] = [Math.round(width / 2), Math.round(height / 2)]
  const corner = /** @type {const} */ ([Math.round(width / 4), Math.round(height / 4)])
  return createImageBitmap(source, ...corner, across, down, enlarged(across, down))
}

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
