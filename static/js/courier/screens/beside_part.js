/** What single reasons ask beside all others: a letter's number, when it happened, what else is there, what was asked for the carriage. */
import { el, fill } from "../../shared/dom.js"
import { besidesOf, isNumbered } from "../giving_up.js"
import { scannedLabel, typedAlias, typedLabel } from "../label.js"
import { rupiahIn } from "../payment.js"
import { knownTo, recognise } from "../round.js"
import { alert, button, field } from "../ui.js"
import { moment, rupiah, t } from "../words.js"

/** @typedef {import("./capture.js").Job} Job @typedef {import("../reasons.js").Asks} Asks @typedef {import("../types.js").Beside} Beside */

const LONGEST_NUMBER = 40
const MOST_SCANNED = 300
/** Years that are no slip of the finger, and that the server reads. */
const [EARLIEST, LATEST] = ["2020-01-01", "2090-01-01"].map(Date.parse)

/** @param {Job} job @param {Beside} changes */
const change = (job, changes) => job.change({ beside: { ...job.draft.beside, ...changes } })

/** @param {Job} job @param {Asks} asks @returns {import("../../shared/dom.js").Child[]} */
export function besides(job, asks) {
  return [
    asks.pick ? null : numberField(job, asks),
    asks.at ? whenField(job) : null,
    asks.scanned ? scannedList(job) : null,
    asks.fee ? feeAsked(job) : null,
  ]
}

/** Looked at once more. @param {Job} job @param {Asks} asks @returns {[string, string][]} */
export function besideRows({ draft }, asks) {
  const said = besidesOf(draft, asks)
  return [
    [t("number"), said.number ?? ""],
    [t("when"), moment(said.at ?? "")],
    [t("on_hand"), String(said.scanned?.length ?? "")],
    [t("fee_wanted"), said.fee ? rupiah(said.fee.rupiah) : ""],
  ]
}

/** @param {Job} job @param {Asks} asks */
export function numberField(job, asks) {
  const { draft } = job
  if (!isNumbered(draft, asks)) return null
  const box = field("number", t(`number.${draft.reason}`), {
    type: "text",
    autocomplete: "off",
    maxlength: LONGEST_NUMBER,
    value: draft.beside?.number ?? "",
  })
  box.dataset.need = "number"
  const input = /** @type {HTMLInputElement} */ (box.querySelector("input"))
  input.addEventListener("input", () => change(job, { number: input.value }))
  return box
}

/** By this phone's clock, which the office corrects. @param {Job} job */
function whenField(job) {
  const box = field("when", t("when"), {
    type: "datetime-local",
    max: local(new Date()),
    value: job.draft.beside?.at ? local(new Date(job.draft.beside.at)) : "",
  })
  box.dataset.need = "when"
  const input = /** @type {HTMLInputElement} */ (box.querySelector("input"))
  input.addEventListener("input", () => {
    const at = Date.parse(input.value)
    change(job, { at: at > EARLIEST && at < LATEST ? new Date(at).toISOString() : null })
  })
  return box
}

/** As the field writes it: the time of the wall, to the minute. @param {Date} at */
const local = (at) => new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)

/** Every other package of the round that is there, by its label; or that there is none. @param {Job} job */
function scannedList(job) {
  const said = el("div", { "aria-live": "polite" })
  const list = el("ul", { class: "on-hand" })
  const none = el("input", {
    type: "checkbox",
    name: "none-on-hand",
    onchange: () => (change(job, { scanned: none.checked ? [] : null }), draw()),
  })
  const none_row = el("label", { class: "tick" }, none, el("span", {}, t("none_on_hand")))
  const eye = el("div", { class: "viewfinder", hidden: true })
  const look = button(t("scan"), "quiet wide", () => void watch(job, eye, look, see), "scan")
  const typed = typing((text) => add(typedLabel(text) ?? typedAlias(text)))
  const box = el("div", { class: "field", "data-need": "scanned" })
  fill(box, el("h3", {}, t("on_hand")), el("p", { class: "hint" }, t("on_hand_hint")))
  box.append(el("div", { class: "row" }, look), eye, typed, said, list, none_row)
  draw()
  return box

  /** @param {string} text */
  async function see(text) {
    const { round } = await knownTo(job.app.session?.user ?? "")
    const hosts = [...job.app.hosts, ...(round?.hosts ?? [])].map((host) => host.toLowerCase())
    await add(scannedLabel(text, hosts))
  }
  /** @param {string | null} id */
  async function add(id) {
    const { parcel } = recognise(id, await knownTo(job.app.session?.user ?? ""))
    const label = parcel ? parcel.pkg : id
    const wrong = label === job.parcel.pkg ? "on_hand_after_all" : "typed_wrong"
    if (label === job.parcel.pkg || label?.length !== job.parcel.pkg.length)
      return fill(said, alert(t(wrong), "warn"))
    fill(said)
    change(job, { scanned: [...new Set(job.draft.beside?.scanned).add(label)].slice(-MOST_SCANNED) })
    draw()
  }
  function draw() {
    const scanned = job.draft.beside?.scanned ?? null
    none.checked = scanned !== null && scanned.length === 0
    none_row.hidden = scanned !== null && scanned.length > 0
    fill(list, ...(scanned ?? []).map((label) => el("li", {}, label)))
  }
}

/** @param {(text: string) => unknown} onTyped */
function typing(onTyped) {
  const box = field("on-hand-code", t("typed"), {
    type: "text",
    autocapitalize: "characters",
    autocomplete: "off",
    maxlength: 40,
    class: "label-code",
  })
  const input = /** @type {HTMLInputElement} */ (box.querySelector("input"))
  const take = () => input.value.trim() && (onTyped(input.value), (input.value = ""))
  input.addEventListener("keydown", (event) => event.key === "Enter" && (event.preventDefault(), take()))
  return el("div", { class: "label-entry" }, box, button(t("add"), "quiet", take))
}

/** The camera, until the screen is left. @param {Job} job @param {HTMLElement} eye @param {HTMLElement} press @param {(text: string) => Promise<void>} see */
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
  job.ends.push(restCamera)
  if (await startEngine()) job.ends.push(scan(video, (text) => void see(text)))
}

/** That the tariff was shown, and how much was asked: of the carriage, for the document is free. @param {Job} job */
function feeAsked(job) {
  const said = () => job.draft.beside?.fee ?? { shown: false, rupiah: null }
  const due = job.parcel.fee.amount
  const shown = el("input", {
    type: "checkbox",
    name: "fee-shown",
    checked: said().shown,
    onchange: () => change(job, { fee: { ...said(), shown: shown.checked } }),
  })
  const words = el("span", {}, t("fee_shown", { amount: rupiah(due) }))
  const before = said().rupiah
  const look = { type: "text", inputmode: "numeric", autocomplete: "off", maxlength: 12 }
  const sum = field("fee-asked", t("fee_wanted"), { ...look, value: before === null ? "" : written(before) })
  const note = el("div", { "aria-live": "polite" })
  const input = /** @type {HTMLInputElement} */ (sum.querySelector("input"))
  input.addEventListener("input", () => {
    const asked = input.value.trim() ? rupiahIn(input.value) : null
    change(job, { fee: { ...said(), rupiah: asked } })
    fill(note, (asked ?? 0) > due && alert(t("fee_above"), "warn"))
  })
  return el(
    "div",
    { "data-need": "fee_asked" },
    el("label", { class: "tick" }, shown, words),
    sum,
    note,
    el("p", { class: "hint" }, t("fee_free")),
  )
}

const written = (/** @type {number} */ amount) => amount.toLocaleString("id-ID")
