/** The health protocol and the look at an ID card. A tick is the courier's word, not evidence. */
import { el, fill } from "../../shared/dom.js"
import { alert, button, choices, field } from "../ui.js"
import { say, t } from "../words.js"

/** @typedef {import("./capture.js").Job} Job */

/** @param {Job} job @returns {import("./capture.js").Section | null} */
export function checksSection(job) {
  const { checks } = job.policy
  if (!checks.length) return null
  const box = el("fieldset", { class: "choices" })
  const set = (/** @type {string[]} */ named, /** @type {boolean} */ done) =>
    job.change({ checks: { ...job.draft.checks, ...Object.fromEntries(named.map((check) => [check, done])) } })
  const draw = () => fill(box, el("legend", {}, t("checks")), ...checks.map((check) => tick(job, check, set)), checks.length > 1 && all)
  const all = button(t("all_checks"), "quiet wide", () => (set(checks, true), draw()), "check")
  all.dataset.do = "all-checks"
  draw()
  return { key: ["checks"], node: el("section", { class: "part", id: "part-checks" }, box) }
}

/** @param {Job} job @param {string} check @param {(named: string[], done: boolean) => void} set */
function tick(job, check, set) {
  const input = el("input", { type: "checkbox", name: `check-${check}`, checked: job.draft.checks[check] === true, onchange: () => set([check], input.checked) })
  return el("label", { class: "tick" }, input, el("span", {}, say("check", check)))
}

/** @param {Job} job @returns {import("./capture.js").Section | null} */
export function idSection(job) {
  if (!job.policy.id_check) return null
  const more = el("div")
  const options = /** @type {[string, string][]} */ (["match", "mismatch", "not_done"].map((value) => [value, say("id", value)]))
  const choose = (/** @type {string} */ value) => {
    job.change({ id_check: /** @type {"match" | "mismatch" | "not_done"} */ (value) })
    follow(job, more)
  }
  const node = el("section", { class: "part", id: "part-id" }, choices("id_check", t("id_check"), options, job.draft.id_check, choose), more)
  follow(job, more)
  return { key: ["id_check", "id_check_reason"], node }
}

/** @param {Job} job @param {HTMLElement} more */
function follow(job, more) {
  const { id_check } = job.draft
  if (id_check === "not_done") return fill(more, ...why(job))
  const stop = button(t("failed_button"), "quiet", () => job.app.go(`gagal/${job.parcel.pkg}`), "alert")
  fill(more, id_check === "mismatch" && alert(t("id_mismatch_notice"), "bad", stop))
}

/** @param {Job} job */
function why(job) {
  const box = field("id_why", t("id_why"), { type: "text", maxlength: 120, value: job.draft.id_check_reason, autocomplete: "off" })
  const input = /** @type {HTMLInputElement} */ (box.querySelector("input"))
  const write = () => job.change({ id_check_reason: input.value })
  input.addEventListener("input", write)
  const quick = [t("id_why_none"), t("id_why_refused")].map((text) => button(text, "quiet", () => ((input.value = text), write())))
  return [box, el("div", { class: "row" }, ...quick)]
}
