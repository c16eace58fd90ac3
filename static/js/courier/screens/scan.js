/** Pindai: the label opens the package. Typing the code is always there. */
import { el, fill } from "../../shared/dom.js"
import { openCamera, restCamera, reviveCamera } from "../camera.js"
import { allowSound, signal } from "../feedback.js"
import { grouped, scannedLabel, typedLabel } from "../label.js"
import { knownTo } from "../parcels.js"
import { recognise } from "../recognise.js"
import { readFile, scan, startEngine } from "../scanner.js"
import { alert, heading } from "../ui.js"
import { learnDoorWords, t } from "../words.js"
import { enter } from "../enter.js"
import { cameraTools } from "./camera_tools.js"
import { entry } from "./label_entry.js"

const HINT_MS = 5_000
const SAME_MS = 3_000
const REVIVING = /** @type {const} */ (["focus", "pageshow"])

/**
 * @typedef {{ view: HTMLElement, said: HTMLElement, tools: HTMLElement }} Stage
 * @typedef {(seen: Seen) => Promise<void>} Meet
 * @typedef {{ text: string } | { typed: string }} Seen  Text off a code, or an id that somebody typed.
 */

/** @type {import("../app.js").Open} */
export async function open(app, root) {
  await learnDoorWords()
  const view = el("div", { class: "viewfinder" }, el("div", { class: "frame", "aria-hidden": "true" }))
  const said = el("div", { class: "scan-said", "aria-live": "assertive" }, el("p", {}, t("scan_starting")))
  const stage = { view, said, tools: el("div", { class: "row camera-tools" }) }
  const meet = oneAtATime((seen) => meetLabel(app, stage, seen).catch(() => fill(said, alert(t("save_failed"), "bad"))))
  const form = entry({ onTyped: (text) => typed(text, meet, said), onFile: (file) => void fromFile(file, meet, said) })
  fill(root, heading(t("scan")), view, said, stage.tools, form)
  allowSound()
  return startReading(stage, meet)
}

/** The camera sees a label many times a second: once is enough. @param {Meet} meet @returns {Meet} */
function oneAtATime(meet) {
  let busy = false
  const last = { text: "", at: -SAME_MS }
  return async (seen) => {
    const text = "text" in seen ? seen.text : ""
    if (busy || (text && text === last.text && performance.now() - last.at < SAME_MS)) return
    busy = true
    Object.assign(last, { text, at: performance.now() })
    await meet(seen).finally(() => (busy = false))
  }
}

/** The package opens, or the words say why not. @param {import("../app.js").App} app @param {Stage} stage @param {Seen} seen */
async function meetLabel(app, stage, seen) {
  const known = await knownTo(app.session ? app.session.user : "")
  const id = "typed" in seen ? seen.typed : scannedLabel(seen.text, hostsOf(app, known))
  const found = recognise(id, known.parcels, known.closedHere)
  const good = found.kind === "ready" || found.kind === "accept"
  tell(stage, found, good ? null : id)
  if (good && found.parcel) await enter(app, found.parcel)
}

/** @param {Stage} stage @param {import("../recognise.js").Recognised} found @param {string | null} id shown when the package cannot open */
function tell({ view, said }, { kind, parcel }, id) {
  const good = id === null && parcel !== null
  signal(good ? "good" : "bad", view)
  const words = t(`found.${kind}`, { name: parcel ? parcel.recipient.name : "" })
  fill(said, alert(words, good ? "good" : "warn", id && el("code", {}, grouped(id))))
}

/** Ours are what the shell was built with and what the round names; never what a label says. @param {import("../app.js").App} app @param {import("../parcels.js").Known} known */
function hostsOf(app, { round }) {
  return [...app.hosts, ...(round ? round.hosts : [])].map((host) => host.toLowerCase())
}

/** @param {string} text @param {Meet} meet @param {HTMLElement} said */
function typed(text, meet, said) {
  const id = typedLabel(text)
  if (id === null) return fill(said, alert(t("typed_wrong"), "warn"))
  void meet({ typed: id })
}

/** @param {File} file @param {Meet} meet @param {HTMLElement} said */
async function fromFile(file, meet, said) {
  const able = await startEngine()
  const text = able ? await readFile(file).catch(() => null) : null
  if (text === null) return fill(said, alert(t(able ? "picture_no_code" : "scan_no_engine"), "warn"))
  await meet({ text })
}

/** @param {Stage} stage @param {Meet} meet @returns {() => void} stop */
function startReading({ view, said, tools }, meet) {
  let on = true
  /** @type {(() => void)[]} */
  const ends = [() => (on = false), restCamera]
  const hint = setTimeout(() => said.querySelector("[role]") ?? fill(said, el("p", {}, t("scan_slow"))), HINT_MS)
  ends.push(() => clearTimeout(hint), keepAlive(), keepAwake())
  void begin().catch((error) => on && refused(error?.name === "NotAllowedError" ? "camera_denied" : "camera_absent"))
  return () => ends.forEach((end) => end())

  function refused(/** @type {string} */ words) {
    view.hidden = true
    fill(said, alert(t(words), "warn"))
  }
  async function begin() {
    const video = await openCamera()
    if (!on) return
    view.prepend(video)
    await video.play().catch(() => undefined)
    fill(tools, ...(await cameraTools()))
    if (!said.querySelector("[role]")) fill(said, el("p", {}, t("scan_hint")))
    if (!(await startEngine())) return fill(said, alert(t("scan_no_engine"), "warn"))
    if (on) ends.push(scan(video, (text) => void meet({ text })))
  }
}

/** @returns {() => void} */
function keepAlive() {
  const revive = () => document.visibilityState === "visible" && void reviveCamera().catch(() => undefined)
  document.addEventListener("visibilitychange", revive)
  for (const event of REVIVING) addEventListener(event, revive)
  return () => {
    document.removeEventListener("visibilitychange", revive)
    for (const event of REVIVING) removeEventListener(event, revive)
  }
}

/** The screen stays on while the courier aims. @returns {() => void} */
function keepAwake() {
  /** @type {Promise<WakeLockSentinel | null>} */
  const lock = navigator.wakeLock?.request("screen").catch(() => null) ?? Promise.resolve(null)
  return () => void lock.then((held) => held?.release())
}
