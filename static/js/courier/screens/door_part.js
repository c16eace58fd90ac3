/** The parts of a handover that nobody touches: how, the agreed spot, what was seen; and who stood by when nobody signed. */
import { el, fill } from "../../shared/dom.js"
import { metresOf, sharedOf, spotsOf, witnessesOf } from "../door.js"
import { hasFactor, modeOf, placedOf } from "../needs.js"
import { button, choices, field } from "../ui.js"
import { say, t, worded } from "../words.js"
import { turn } from "./finish.js"

/** @typedef {import("./capture.js").Job} Job @typedef {import("./capture.js").Section} Section */

/** Hand to hand, or put down on a spot that both have agreed on. @param {Job} job @returns {Section | null} */
export function modeSection(job) {
  const { modes, door } = job.policy
  if (modes.length < 2 && !spotsOf(modes[0] ?? null, job.policy).length) return null
  const spots = el("div", {}, spotChoice(job, door?.spots ?? []))
  const show = () => (spots.hidden = !spotsOf(modeOf(job.draft, job.policy), job.policy).length)
  const choose = (/** @type {string} */ mode) => (job.change({ mode }), show())
  const how = choices("mode", t("mode"), worded("mode", modes), modeOf(job.draft, job.policy), choose)
  show()
  return { key: ["mode", "spot"], node: el("section", { class: "part", id: "part-mode" }, how, spots) }
}

/** @param {Job} job @param {string[]} spots */
function spotChoice(job, spots) {
  const { draft, parcel, policy, app } = job
  const offered = spots.filter((spot) => spot !== "as_wished" || parcel.recipient.note)
  const box = choices("spot", t("spot"), worded("spot", offered), draft.spot, (spot) => job.change({ spot }))
  box.dataset.need = "spot"
  const m = metresOf(policy, app.session?.courier.partner_code)
  return el("div", {}, box, el("p", { class: "hint" }, t("spot_hint", { m })))
}

/** What was seen of it, after the photo. @param {Job} job @returns {Section} */
export function placedSection(job) {
  const nobody = button(t("nobody_took"), "quiet wide", () => void turn(job, {}), "alert")
  nobody.dataset.do = "nobody-took"
  const box = tickBox(job, t("placed"), job.policy.placed ?? [])
  const hint = el("p", { class: "hint" }, t("nobody_hint"))
  const node = el("section", { class: "part", id: "part-placed" }, box, hint, nobody)
  return { key: ["placed"], node, shown: () => placedOf(job.draft, job.policy).length > 0 }
}

/** The phone that somebody signed on. @param {Job} job @returns {Section | null} */
export function wipedSection(job) {
  const checks = job.policy.door?.shared ?? []
  if (!checks.length) return null
  const box = tickBox(job, t("wiped"), checks, "all-wiped")
  const node = el("section", { class: "part", id: "part-wiped" }, box)
  return { key: ["wiped"], node, shown: () => sharedOf(job.draft, job.policy).length > 0 }
}

/** Declined or unable: who stood by. @param {Job} job @returns {Section | null} */
export function witnessSection(job) {
  const { draft, policy } = job
  if (!policy.door?.witnesses.length) return null
  const box = field("witness", t("witness_name"), {
    type: "text",
    autocomplete: "off",
    maxlength: 120,
    value: draft.witness_name,
  })
  const input = /** @type {HTMLInputElement} */ (box.querySelector("input"))
  input.addEventListener("input", () => job.change({ witness_name: input.value }))
  const option = (/** @type {string} */ value) =>
    el(
      "option",
      { value, selected: value === (draft.witness_rel ?? "") },
      value ? say("rel", value) : t("choose"),
    )
  const rel = el(
    "select",
    { id: "witness-rel", onchange: () => job.change({ witness_rel: rel.value || null }) },
    ...["", ...policy.door.witnesses].map(option),
  )
  const related = el("div", { class: "field" }, el("label", { for: "witness-rel" }, t("witness_rel")), rel)
  const node = el(
    "section",
    { class: "part", id: "part-witness" },
    el("h2", {}, t("witness")),
    el("p", { class: "hint" }, t("witness_hint")),
    box,
    related,
  )
  return { key: ["witness"], node, shown: () => witnessesOf(draft, policy, hasFactor(draft)).length > 0 }
}

/** Ticks, and one button for all of them where it has a name. @param {Job} job @param {string} legend @param {string[]} checks @param {string} [all] */
export function tickBox(job, legend, checks, all) {
  const box = el("fieldset", { class: "choices" })
  const set = (/** @type {string[]} */ named, /** @type {boolean} */ done) =>
    job.change({
      checks: { ...job.draft.checks, ...Object.fromEntries(named.map((check) => [check, done])) },
    })
  const every = button(t("all_checks"), "quiet wide", () => (set(checks, true), draw()), "check")
  every.dataset.do = all ?? ""
  const draw = () =>
    fill(
      box,
      el("legend", {}, legend),
      ...checks.map((check) => tick(job, check, set)),
      all && checks.length > 1 && every,
    )
  draw()
  return box
}

/** @param {Job} job @param {string} check */
export function checkWords({ policy, app }, check) {
  const m = metresOf(policy, app.session?.courier.partner_code)
  const measured = check === "stepped_back" || (check === "distance" && m > 1)
  return measured ? t(`check.${check}_m`, { m }) : say("check", check)
}

/** @param {Job} job @param {string} check @param {(named: string[], done: boolean) => void} set */
function tick(job, check, set) {
  const input = el("input", {
    type: "checkbox",
    name: `check-${check}`,
    checked: job.draft.checks[check] === true,
    onchange: () => set([check], input.checked),
  })
  return el("label", { class: "tick" }, input, el("span", {}, checkWords(job, check)))
}
