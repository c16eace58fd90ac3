/** One package is not there: every other one of the round that is, scanned or typed; or that there is none. */
import { el, fill } from "../../shared/dom.js"
import { signal } from "../feedback.js"
import { scannedLabel, typedAlias, typedLabel } from "../label.js"
import { knownTo, recognise } from "../round.js"
import { alert, button, field } from "../ui.js"
import { grouped, t } from "../words.js"

/** @typedef {import("./capture.js").Job} Job */

const MOST_SCANNED = 300
const TICK_MS = 1_000

/** @param {Job} job */
const scannedOf = ({ draft }) => draft.beside?.scanned ?? null

/** @param {Job} job @param {string[] | null} scanned null: nothing has been said of it */
const change = (job, scanned) => job.change({ beside: { ...job.draft.beside, scanned } })

/** @param {Job} job */
const known = ({ app }) => knownTo(app.session?.user ?? "")

/** @param {Job} job */
export function scannedList(job) {
  const said = el("div", { "aria-live": "polite" })
  const eye = el("div", { class: "viewfinder", hidden: true })
  const { nodes, draw } = listed(job)
  const look = button(t("scan"), "quiet wide", () => void watch(job, eye, look, see), "scan")
  const typed = typing((text) => add(typedLabel(text) ?? typedAlias(text)))
  const top = [el("h3", {}, t("on_hand")), el("p", { class: "hint" }, t("on_hand_hint"))]
  return el(
    "div",
    { class: "field", "data-need": "scanned" },
    ...[...top, el("div", { class: "row" }, look), eye, typed, said, ...nodes],
  )

  /** @param {string} text */
  async function see(text) {
    const { round } = await known(job)
    const hosts = [...job.app.hosts, ...(round?.hosts ?? [])].map((host) => host.toLowerCase())
    await add(scannedLabel(text, hosts))
  }
  /** @param {string | null} id @returns {Promise<boolean>} whether it is on the list now */
  async function add(id) {
    const label = recognise(id, await known(job)).parcel?.pkg ?? id
    const wrong = label === job.parcel.pkg ? "on_hand_after_all" : "typed_wrong"
    if (label === job.parcel.pkg || label?.length !== job.parcel.pkg.length)
      return (fill(said, alert(t(wrong), "warn")), false)
    fill(said)
    const before = scannedOf(job) ?? []
    if (before.includes(label)) return true
    signal("good", eye)
    change(job, [...before, label].slice(-MOST_SCANNED))
    draw()
    return true
  }
}

/** The names, and the tick for none. @param {Job} job */
function listed(job) {
  /** @type {Map<string, import("../types.js").PackageOut>} */
  const named = new Map()
  const list = el("ul", { class: "on-hand", tabindex: "-1" })
  const onchange = () => (change(job, none.checked ? [] : null), draw())
  const none = el("input", { type: "checkbox", name: "none-on-hand", onchange })
  const none_row = el("label", { class: "tick" }, none, el("span", {}, t("none_on_hand")))
  void known(job).then(({ parcels }) => {
    parcels.forEach((parcel) => named.set(parcel.pkg, parcel))
    draw()
  })
  draw()
  return { nodes: [list, none_row], draw }

  function draw() {
    const scanned = scannedOf(job)
    none.checked = scanned?.length === 0
    none_row.hidden = Boolean(scanned?.length)
    fill(list, ...(scanned ?? []).map((label) => line(label, named.get(label), () => takeOff(label))))
  }
  /** Nothing left is nothing said, not "none". @param {string} label */
  function takeOff(label) {
    const left = (scannedOf(job) ?? []).filter((one) => one !== label)
    change(job, left.length ? left : null)
    draw()
    list.focus({ preventScroll: true })
  }
}

/** By the name in the round; what is of another round by its code. @param {string} label @param {import("../types.js").PackageOut | undefined} parcel @param {() => void} drop */
function line(label, parcel, drop) {
  const name = parcel ? `${parcel.recipient.name} · ${parcel.alias}` : grouped(label)
  const off = button(t("take_off"), "plain", drop, "x")
  off.setAttribute("aria-label", `${t("take_off")}: ${name}`)
  return el("li", { class: "row spread" }, el("span", {}, name), off)
}

/** What was typed wrong stays to be put right. @param {(text: string) => Promise<boolean>} onTyped */
function typing(onTyped) {
  const box = field("on-hand-code", t("typed"), {
    type: "text",
    autocapitalize: "characters",
    autocomplete: "off",
    maxlength: 40,
    class: "label-code",
  })
  const input = /** @type {HTMLInputElement} */ (box.querySelector("input"))
  const take = async () => {
    if (input.value.trim() && (await onTyped(input.value))) input.value = ""
  }
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return
    event.preventDefault()
    void take()
  })
  return el(
    "div",
    { class: "label-entry" },
    box,
    button(t("add"), "quiet", () => void take()),
  )
}

/** The camera, until the screen is left or another reason is chosen. @param {Job} job @param {HTMLElement} eye @param {HTMLElement} press @param {(text: string) => Promise<void>} see */
async function watch(job, eye, press, see) {
  const [{ openCamera, restCamera }, { scan, startEngine }] = await Promise.all([
    import("../camera.js"),
    import("../scanner.js"),
  ])
  press.hidden = true
  const video = await openCamera().catch(() => null)
  if (!video) return (fill(eye, alert(t("camera_absent"), "warn")), void (eye.hidden = false))
  eye.hidden = false
  eye.prepend(video)
  await video.play().catch(() => undefined)
  const ends = [() => video.isConnected || restCamera()] // else the photo of that reason has it now
  const end = () => (clearInterval(timer), ends.splice(0).forEach((one) => one()))
  const timer = setInterval(() => eye.isConnected || end(), TICK_MS)
  job.ends.push(end, restCamera)
  if ((await startEngine()) && eye.isConnected)
    ends.push(scan(video, (text) => void (eye.isConnected && see(text))))
}
