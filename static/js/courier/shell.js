/** The app kept on this phone: its service worker, updates at a tap, and whether everything needed offline is here. */
import { announce, onChange } from "./store.js"

const CAPTURE = "kurir-serah"
const UPDATE_MS = 3_600_000
const FRESH_MS = 600_000

/** @type {ServiceWorkerRegistration | null} */
let registration = null
let tapped = false
let progress = ""
let lookedForUpdate = 0

/** @param {() => void} wake what a sync event asks for */
export async function registerWorker(wake) {
  if (!navigator.serviceWorker) return
  navigator.serviceWorker.addEventListener("message", ({ data }) => hear(data, wake))
  navigator.serviceWorker.addEventListener("controllerchange", () => tapped && location.reload())
  registration = await navigator.serviceWorker.register("/kurir/sw.js", {
    scope: "/kurir/",
    updateViaCache: "none",
  })
  registration.addEventListener("updatefound", () =>
    registration?.installing?.addEventListener("statechange", () => announce("shell")),
  )
  navigator.serviceWorker.controller?.postMessage({ type: "started" })
  announce("shell")
}

/** @param {{ type: string, done?: number, of?: number }} news @param {() => void} wake */
function hear({ type, done, of }, wake) {
  if (type === "wake") return wake()
  progress = done === of ? "" : `${done}/${of}`
  announce("shell")
}

/** A sync event wakes the page where the browser has one: a hint, never the way things are sent. */
export async function askForWake() {
  const able = /** @type {{ sync?: { register(tag: string): Promise<void> } } | null} */ (registration)
  await able?.sync?.register("outbox").catch(() => undefined)
}

/** An app that stays open for days hears of a new build too. Not at every touch of the screen. */
export async function lookForUpdate() {
  if (!registration || performance.now() - lookedForUpdate < UPDATE_MS) return
  lookedForUpdate = performance.now()
  await registration.update().catch(() => undefined)
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

/** @typedef {import("./ready.js").Readiness} Readiness */

/** @type {Readiness | null} */
let last = null
let asking = false
let lookedAt = 0

export const lastReadiness = () => last

/** @param {Readiness} found */
export const isReady = ({ shell, engine, round }) => shell && engine && round

/**
 * Read back at the start and again every ten minutes of use: what was stored can be taken away.
 * @param {() => Promise<string | null>} whoIsIn @param {string} version @returns {() => Promise<void>} look again
 */
export function watchReadiness(whoIsIn, version) {
  const look = async () => {
    const user = await whoIsIn()
    const fresh = last !== null && isReady(last) && performance.now() - lookedAt < FRESH_MS
    if (asking || !user || fresh) return
    asking = true
    const { readiness } = await import("./ready.js")
    last = await readiness(user, version).finally(() => (asking = false))
    lookedAt = performance.now()
    announce("ready")
  }
  const safely = () => look().catch(() => undefined)
  onChange(["shell", "round", "session"], () => void safely())
  void safely()
  return safely
}

/** Never waited for: some browsers ask the person and answer much later. @returns {Promise<boolean>} */
export async function askToKeep() {
  if (await isKept()) return true
  return (await navigator.storage?.persist?.().catch(() => false)) ?? false
}

/** @returns {Promise<boolean>} */
export async function isKept() {
  return (await navigator.storage?.persisted?.().catch(() => false)) ?? false
}
