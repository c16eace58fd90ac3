/** What single reasons ask beside all others: a letter's number, when it happened, what else is there, what was asked for the carriage. */
import { el, fill } from "../../shared/dom.js"
import { besidesOf, hasHappened, isNumbered } from "../giving_up.js"
import { rupiahIn } from "../payment.js"
import { alert, field } from "../ui.js"
import { moment, rupiah, t } from "../words.js"
import { scannedList } from "./on_hand.js"

/** @typedef {import("./capture.js").Job} Job @typedef {import("../reasons.js").Asks} Asks @typedef {import("../types.js").Beside} Beside */

const LONGEST_NUMBER = 40
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
  const said = el("p", { class: "field-error", role: "alert" })
  input.addEventListener("input", () => {
    const typed = Date.parse(input.value)
    const at = typed > EARLIEST && typed < LATEST ? new Date(typed).toISOString() : null
    said.textContent = at && !hasHappened(at) ? t("when_later") : ""
    change(job, { at })
  })
  box.append(said)
  return box
}

/** As the field writes it: the time of the wall, to the minute. @param {Date} at */
const local = (at) => new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)

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
