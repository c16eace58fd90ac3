/** Ongkos kirim: paid by which way and how much, or why not. Only where a fee is due. */
import { el, fill } from "../../shared/dom.js"
import { lacksPayment, notPaid, paidBy, REASONS, rupiahIn, WAYS } from "../payment.js"
import { alert, choices, field } from "../ui.js"
import { learnFeeWords, rupiah, say, t, worded } from "../words.js"
import { signatureSection } from "./parts.js"

await learnFeeWords()

/** @typedef {import("./capture.js").Job} Job */

const UNPAID = "unpaid"

/** A handover that asks for the fee too, before anybody signs. @param {import("./finish.js").Way} way @param {import("./capture.js").Maker[]} makers @returns {import("./finish.js").Way} */
export function join(way, makers) {
  makers.splice(makers.indexOf(signatureSection), 0, feeSection)
  return {
    ...way,
    missing: (job) => [...way.missing(job), ...lacksPayment(job.draft, job.parcel)],
    rows: (job) => [...way.rows(job), ...row(job)],
  }
}

/** @param {Job} job @returns {[string, string][]} */
function row({ draft: { payment } }) {
  if (!payment) return []
  const { method, reason } = payment
  const said = method ? rupiah(payment.rupiah) : say("unpaid", reason ?? "")
  return [[t("fee_title"), `${say("paid", method ?? UNPAID)}: ${said}`]]
}

/** @param {Job} job @returns {import("./capture.js").Section} */
function feeSection(job) {
  const more = el("div")
  const offered = worded("paid", [...WAYS, UNPAID])
  const { payment } = job.draft
  const chosen = payment ? (payment.method ?? UNPAID) : null
  const choose = (/** @type {string} */ way) => {
    job.change({ payment: way === UNPAID ? notPaid(null) : paidBy(way, job.parcel, job.draft.payment) })
    follow()
  }
  const ask = choices(
    "fee",
    t("fee_asked", { amount: rupiah(job.parcel.fee.amount) }),
    offered,
    chosen,
    choose,
  )
  follow()
  const node = el(
    "section",
    { class: "part", id: "part-fee" },
    ask,
    el("p", { class: "hint" }, t("fee_hint")),
    more,
  )
  return { key: ["payment"], node }

  function follow() {
    const said = job.draft.payment
    if (!said) return fill(more)
    fill(more, ...(said.method ? sum(job) : [why(job)]))
  }
}

/** Another sum than the fee is a slip, or what the office must know. @param {Job} job */
function sum(job) {
  const due = job.parcel.fee.amount
  const note = el("div", { "aria-live": "polite" })
  const value = rupiah(job.draft.payment?.rupiah ?? due).slice(2)
  const box = field("fee-sum", t("fee_sum"), {
    type: "text",
    inputmode: "numeric",
    autocomplete: "off",
    value,
  })
  box.dataset.need = "payment"
  box.querySelector("input")?.addEventListener("input", ({ target }) => {
    const typed = rupiahIn(/** @type {HTMLInputElement} */ (target).value)
    const before = job.draft.payment
    if (before) job.change({ payment: { ...before, rupiah: typed } })
    fill(note, typed > due && alert(t("fee_more"), "warn"))
  })
  return [box, note]
}

/** @param {Job} job */
function why(job) {
  const offered = worded("unpaid", REASONS)
  const chosen = job.draft.payment?.reason ?? null
  const box = choices("fee-why", t("fee_why"), offered, chosen, (reason) =>
    job.change({ payment: notPaid(reason) }),
  )
  box.dataset.need = "payment"
  return box
}
