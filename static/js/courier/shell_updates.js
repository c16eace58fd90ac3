/** The service worker from the page's side: registered after the first picture, updated only at a tap. */
import { announce } from "./changes.js"

const CAPTURE = "kurir-serah"

/** @type {ServiceWorkerRegistration | null} */
let registration = null
let tapped = false
let progress = ""

/** @param {() => void} wake what a sync event asks for */
export async function registerWorker(wake) {
  if (!navigator.serviceWorker) return
  navigator.serviceWorker.addEventListener("message", ({ data }) => hear(data, wake))
  navigator.serviceWorker.addEventListener("controllerchange", () => tapped && location.reload())
  registration = await navigator.serviceWorker.register("/kurir/sw.js", { scope: "/kurir/", updateViaCache: "none" })
  registration.addEventListener("updatefound", () => registration?.installing?.addEventListener("statechange", () => announce("shell")))
  navigator.serviceWorker.controller?.postMessage({ type: "started" })
  announce("shell")
}

/** @param {{ type: string, done?: number, of?: number }} news @param {() => void} wake */
function hear({ type, done, of }, wake) {
  if (type === "wake") return wake()
  progress = done === of ? "" : `${done}/${of}`
  announce("shell")
}

/** @returns {string} "12/60" while files are being stored */
export const storingProgress = () => progress

export const updateWaits = () => Boolean(registration?.waiting && navigator.serviceWorker.controller)

/** The new build takes over now, unless a capture is open in any tab. @returns {Promise<boolean>} */
export async function update() {
  const { held = [] } = await navigator.locks.query()
  if (!registration?.waiting || held.some(({ name }) => name === CAPTURE)) return false
  tapped = true
  registration.waiting.postMessage({ type: "update" })
  return true
}

/** While a capture is open no update takes over. @returns {() => void} the capture is closed */
export function holdUpdates() {
  /** @type {() => void} */
  let release = () => undefined
  const closed = new Promise((resolve) => (release = () => resolve(undefined)))
  void navigator.locks.request(CAPTURE, { mode: "shared" }, () => closed)
  return release
}
