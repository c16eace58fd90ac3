/** Pindai: the label opens the package. Typing the code is always there. */
import { el, fill } from "../../shared/dom.js"
import { keepAwake } from "../awake.js"
import { cameraAbilities, openCamera, rearCameras, restCamera, reviveCamera } from "../camera.js"
import { allowSound, signal } from "../feedback.js"
import { scannedLabel, typedAlias, typedLabel } from "../label.js"
import { knownTo, recognise } from "../round.js"
import { readFile, scan, startEngine } from "../scanner.js"
import { alert, field, heading, icon } from "../ui.js"
import { learnDoorWords, t } from "../words.js"

const HINT_MS = 5_000
const SAME_MS = 3_000
const REVIVING = /** @type {const} */ (["focus", "pageshow"])

/**
 * @typedef {{ view: HTMLElement, said: HTMLElement, tools: HTMLElement }} Stage
 * @typedef {(seen: Seen) => Promise<void>} Meet
 * @typedef {{ text: string } | { typed: string }} Seen  Text off a code, or the label or number that somebody typed.
 */

/** @type {import("../app.js").Open} */
export async function open(app, root) {
  await learnDoorWords()
  const view = el("div", { class: "viewfinder" }, el("div", { class: "frame", "aria-hidden": "true" }))
  const said = el("div", { class: "scan-said", "aria-live": "assertive" }, el("p", {}, t("scan_starting")))
  const stage = { view, said, tools: el("div", { class: "row camera-tools" }) }
  const visit = { accepted: new Set(), returned: new Set() }
  const meet = oneAtATime((seen) => meetLabel({ app, stage, visit }, seen))
  const form = entry({
    onTyped: (text) => typed(text, meet, said),
    onFile: (file) => void fromFile(file, meet, said),
  })
  fill(root, heading(t("scan")), view, said, stage.tools, form)
  allowSound()
  return startReading(stage, meet)
}

/** The camera sees a label many times a second: as long as it stays in sight it is one meeting. @param {Meet} meet @returns {Meet} */
function oneAtATime(meet) {
  let busy = false
  const last = { text: "", at: -SAME_MS }
  return async (seen) => {
    const text = "text" in seen ? seen.text : ""
    const same = text !== "" && text === last.text && performance.now() - last.at < SAME_MS
    if (same) last.at = performance.now()
    if (busy || same) return
    busy = true
    Object.assign(last, { text, at: performance.now() })
    await meet(seen).finally(() => (busy = false))
  }
}

/** @param {Pick<import("./met.js").Met, "app" | "stage" | "visit">} here @param {Seen} seen */
async function meetLabel({ app, stage, visit }, seen) {
  const known = await knownTo(app.session ? app.session.user : "")
  const id = "typed" in seen ? seen.typed : scannedLabel(seen.text, hostsOf(app, known))
  const found = recognise(id, known)
  const { kind, parcel } = found
  // A package in hand opens at once, unless it was taken over a moment ago: then a pile is being scanned.
  if (kind === "ready" && !visit.accepted.has(parcel.pkg)) {
    signal("good", stage.view)
    return app.go(`serah/${parcel.pkg}`)
  }
  const { meet } = await import("./met.js")
  const { over } = known.round ?? {}
  await meet({ app, stage, visit, found, id, over, handed: known.handed.get(parcel?.pkg ?? "") })
}

/** Ours are what the shell was built with and what the round names; never what a label says. @param {import("../app.js").App} app @param {import("../round.js").Known} known */
function hostsOf(app, { round }) {
  return [...app.hosts, ...(round ? round.hosts : [])].map((host) => host.toLowerCase())
}

/** @param {string} text @param {Meet} meet @param {HTMLElement} said */
function typed(text, meet, said) {
  const id = typedLabel(text) ?? typedAlias(text)
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
  const hint = setTimeout(
    () => said.querySelector("[role]") ?? fill(said, el("p", {}, t("scan_slow"))),
    HINT_MS,
  )
  ends.push(() => clearTimeout(hint), keepAlive(), keepAwake())
  void begin().catch(
    (error) => on && refused(error?.name === "NotAllowedError" ? "camera_denied" : "camera_absent"),
  )
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

/** @param {{ onTyped: (text: string) => void, onFile: (file: File) => void }} to */
function entry({ onTyped, onFile }) {
  return el("div", {}, typing(onTyped), picking(onFile))
}

const CODE_INPUT = {
  type: "text",
  autocapitalize: "characters",
  autocomplete: "off",
  spellcheck: "false",
  maxlength: 40,
  enterkeyhint: "go",
  class: "label-code",
}

/** @param {(text: string) => void} onTyped */
function typing(onTyped) {
  const code = field("code", t("typed"), CODE_INPUT, t("typed_hint"))
  const input = /** @type {HTMLInputElement} */ (code.querySelector("input"))
  const submit = el("button", { type: "submit", class: "button quiet" }, t("open"))
  return el("form", { class: "label-entry", onsubmit }, code, submit)

  /** @param {SubmitEvent} event */
  function onsubmit(event) {
    event.preventDefault()
    onTyped(input.value)
  }
}

/** @param {(file: File) => void} onFile */
function picking(onFile) {
  const file = el("input", { type: "file", accept: "image/*", class: "sr-only", onchange: picked })
  const words = el("span", {}, t("pick_picture"))
  return el("label", { class: "button plain file-button" }, icon("upload"), words, file)

  function picked() {
    const [chosen] = file.files ?? []
    if (chosen) onFile(chosen)
    file.value = ""
  }
}

/** Light, zoom and other lenses come to the phone's memory only where the camera has them. @returns {Promise<HTMLElement[]>} */
async function cameraTools() {
  const abilities = cameraAbilities()
  const several = (await rearCameras().catch(() => [])).length > 1
  if (!abilities.torch && abilities.zoom === null && !several) return []
  const { toolsFor } = await import("./camera_tools.js")
  return toolsFor({ ...abilities, several })
}
