/** One camera stream per visit, shared by the scanner and the photo: iOS asks for permission on every new one. */

const WANTED = { width: { ideal: 1280 }, height: { ideal: 720 } }
const REAR = { facingMode: { ideal: "environment" } }
const CHOICE = "kurir-kamera"
const REST_MS = 120_000
const FRAME_MS = 1_000

/** @typedef {MediaTrackCapabilities & { torch?: boolean, zoom?: { min: number, max: number, step: number } }} Capabilities */

/** @type {MediaStream | null} */
let stream = null
/** @type {HTMLVideoElement | null} */
let video = null
/** @type {ReturnType<typeof setTimeout> | undefined} */
let resting

/** The picture, running. The same element every time. @returns {Promise<HTMLVideoElement>} @throws {DOMException} when refused or absent */
export async function openCamera() {
  clearTimeout(resting)
  video ??= newVideo()
  if (!isLive()) await start(localStorage.getItem(CHOICE))
  await video.play().catch(() => undefined)
  return video
}

/** Nobody looks: release the camera after a while, so that going back and forth does not ask again. */
export function restCamera() {
  clearTimeout(resting)
  resting = setTimeout(closeCamera, REST_MS)
}

export function closeCamera() {
  stream?.getTracks().forEach((track) => track.stop())
  stream = null
  if (video) video.srcObject = null
}

/** After a call, a lock or a switch of apps the flags may say "live" over a frozen picture: only a new frame counts. */
export async function reviveCamera() {
  if (!video || !stream) return
  await video.play().catch(() => undefined)
  if (isLive() && (await frameWithin(video, FRAME_MS))) return
  closeCamera()
  await openCamera()
}

/** @returns {{ torch: boolean, zoom: { min: number, max: number, step: number } | null }} what this track can do */
export function cameraAbilities() {
  const can = /** @type {Capabilities} */ (track()?.getCapabilities?.() ?? {})
  return { torch: can.torch === true, zoom: can.zoom && can.zoom.max > can.zoom.min ? can.zoom : null }
}

/** @param {boolean} on */
export const setTorch = (on) => constrain({ torch: on })

/** @param {number} zoom */
export const setZoom = (zoom) => constrain({ zoom })

/** @returns {Promise<MediaDeviceInfo[]>} rear cameras, when the phone has more than one */
export async function rearCameras() {
  const inputs = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === "videoinput")
  const rear = inputs.filter(({ label }) => !/front|depan|user|facetime/i.test(label))
  return rear.length > 1 ? rear : []
}

/** The next rear camera; remembered. */
export async function nextCamera() {
  const rear = await rearCameras()
  const now = rear.findIndex(({ deviceId }) => deviceId === track()?.getSettings().deviceId)
  const next = rear[(now + 1) % rear.length]
  if (!next) return
  localStorage.setItem(CHOICE, next.deviceId)
  closeCamera()
  await openCamera()
}

/** @param {string | null} deviceId */
async function start(deviceId) {
  if (!navigator.mediaDevices) throw new DOMException("no camera", "NotFoundError")
  const chosen = deviceId ? { deviceId: { ideal: deviceId } } : REAR
  stream = await navigator.mediaDevices.getUserMedia({ video: { ...WANTED, ...chosen }, audio: false })
  if (video) video.srcObject = stream
}

function newVideo() {
  const element = document.createElement("video")
  element.className = "camera-picture"
  element.muted = true
  element.playsInline = true
  element.setAttribute("aria-hidden", "true")
  return element
}

const track = () => stream?.getVideoTracks()[0]
const isLive = () => track()?.readyState === "live"

/** @param {object} wish */
async function constrain(wish) {
  await track()
    ?.applyConstraints({ advanced: [/** @type {MediaTrackConstraintSet} */ (wish)] })
    .catch(() => undefined)
}

/** @param {HTMLVideoElement} element @param {number} ms */
export function frameWithin(element, ms) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms)
    onFrame(element, () => (clearTimeout(timer), resolve(true)))
  })
}

/** Firefox before 132 has no frame callback. @param {HTMLVideoElement} element @param {() => void} listener */
export function onFrame(element, listener) {
  if ("requestVideoFrameCallback" in element) element.requestVideoFrameCallback(listener)
  else setTimeout(listener, 125)
}
