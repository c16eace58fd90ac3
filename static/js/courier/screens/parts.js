/** The parts of a handover: who, checks, ID card, signature, way. Each writes into the draft and says nothing else. */
import { el, fill } from "../../shared/dom.js"
import { isSignature } from "../../shared/ink.js"
import { openPad } from "../../shared/pen.js"
import { asksId } from "../door.js"
import { isSigned, mayBeSigned, mayUseOwnPhone, modeOf, waysToChoose } from "../needs.js"
import { alert, busy, button, choices, field } from "../ui.js"
import { t, worded } from "../words.js"
import { checkWords, tickBox } from "./door_part.js"
import { turn } from "./finish.js"

/** @typedef {import("./capture.js").Job} Job @typedef {import("./capture.js").Section} Section */

/** @param {Job} job @returns {Section} */
export function recipientSection(job) {
  const others = job.policy.relations.filter((relation) => relation !== "self")
  const more = el("div")
  const choose = (/** @type {string} */ who) => {
    job.change({ who: /** @type {"addressee" | "other"} */ (who) })
    showOther()
  }
  const node = el(
    "section",
    { class: "part", id: "part-who" },
    choices("who", t("who"), offered(job, others), job.draft.who, choose),
    more,
  )
  showOther()
  return { key: ["who", "name", "rel"], node }

  function showOther() {
    if (job.draft.who !== "other") return fill(more)
    const related = choices("rel", t("relation"), worded("rel", others), job.draft.rel, (rel) =>
      job.change({ rel }),
    )
    related.dataset.need = "rel"
    fill(more, name(job), related)
  }
}

/** @param {Job} job @param {string[]} others @returns {[string, string][]} */
function offered({ policy, parcel }, others) {
  /** @type {[string, string][]} */
  const both = [
    ["addressee", `${parcel.recipient.name} (${t("addressee").toLowerCase()})`],
    ["other", t("other_person")],
  ]
  return both.filter(([who]) => (who === "addressee" ? policy.relations.includes("self") : others.length > 0))
}

/** @param {Job} job */
function name(job) {
  const box = field("receiver", t("receiver_name"), {
    type: "text",
    autocomplete: "off",
    autocapitalize: "words",
    maxlength: 120,
    value: job.draft.name,
  })
  box.dataset.need = "name"
  box
    .querySelector("input")
    ?.addEventListener("input", ({ target }) =>
      job.change({ name: /** @type {HTMLInputElement} */ (target).value }),
    )
  return box
}

/** @param {Job} job @returns {Section | null} */
export function checksSection(job) {
  const { checks, advice = [] } = job.policy
  if (!checks.length) return advice.length ? advised(job, advice) : null
  const box = tickBox(job, t("checks"), checks, "all-checks")
  return { key: ["checks"], node: el("section", { class: "part", id: "part-checks" }, box) }
}

/** Shown and not asked. @param {Job} job @param {string[]} advice @returns {Section} */
function advised(job, advice) {
  const lines = advice.map((check) => el("li", {}, checkWords(job, check)))
  const node = el(
    "section",
    { class: "part", id: "part-checks" },
    el("h2", {}, t("advice")),
    el("ul", {}, ...lines),
  )
  return { key: [], node }
}

/** @param {Job} job @returns {Section | null} */
export function idSection(job) {
  const asked = (/** @type {string | null} */ mode) =>
    asksId(job.policy, mode) || job.draft.id_check === "mismatch"
  if (!asked("placed_and_watched")) return null
  const more = el("div", { "data-need": "id_stop" })
  const options = worded("id", ["match", "mismatch", "not_done"])
  const choose = (/** @type {string} */ value) => {
    job.change({ id_check: /** @type {"match" | "mismatch" | "not_done"} */ (value) })
    follow(job, more)
  }
  const node = el(
    "section",
    { class: "part", id: "part-id" },
    choices("id_check", t("id_check"), options, job.draft.id_check, choose),
    more,
  )
  follow(job, more)
  const shown = () => asked(modeOf(job.draft, job.policy))
  return { key: ["id_stop", "id_check", "id_check_reason", "id_shown"], node, shown }
}

/** @param {Job} job @param {HTMLElement} more */
function follow(job, more) {
  const { id_check } = job.draft
  if (id_check === "not_done") return fill(more, ...why(job))
  const stop = button(t("failed"), "quiet", () => void turn(job, { reason: "identity_mismatch" }), "alert")
  stop.dataset.do = "mismatch"
  fill(more, id_check === "mismatch" && alert(t("id_mismatch_notice"), "bad", stop))
}

/** @param {Job} job */
function why(job) {
  const box = field("id_why", t("id_why"), {
    type: "text",
    maxlength: 120,
    value: job.draft.id_check_reason,
    autocomplete: "off",
  })
  const input = /** @type {HTMLInputElement} */ (box.querySelector("input"))
  box.dataset.need = "id_check_reason"
  const write = () => job.change({ id_check_reason: input.value })
  input.addEventListener("input", write)
  const quick = [t("id_why_none"), t("id_why_refused")].map((text) =>
    button(text, "quiet", () => ((input.value = text), write())),
  )
  return [box, el("div", { class: "row" }, ...quick)]
}

/** First of the ways to sign: nobody touches anything. Its code is fetched when it is wanted. @param {Job} job @returns {Section | null} */
export function ownPhoneSection(job) {
  if (!mayUseOwnPhone(job.policy, job.parcel) && !isSigned(job.draft.own_phone)) return null
  const box = el("div", { class: "own-phone" })
  const node = el(
    "section",
    { class: "part", id: "part-own-phone", tabindex: "-1" },
    el("h2", {}, t("own_phone")),
    box,
  )
  const later = () => import("./own_phone_part.js")
  const drop = () => (job.change({ own_phone: null }), job.redraw("part-own-phone"))
  const offer = () => {
    const open = async () => (await later()).showLink(job, box, offer)
    const press = button(t("own_phone"), "wide", () => void busy(press, open), "phone")
    press.dataset.do = "own-phone"
    fill(box, el("p", { class: "hint" }, t("own_phone.hint")), press)
  }
  if (isSigned(job.draft.own_phone)) void later().then((part) => fill(box, ...part.signedCard(job, drop)))
  else offer()
  return { key: mayBeSigned(job.policy) ? [] : ["signature"], node }
}

/** @param {Job} job @returns {Section | null} */
export function signatureSection(job) {
  if (!mayBeSigned(job.policy) || isSigned(job.draft.own_phone)) return null
  const canvas = el("canvas", {
    class: "pad",
    role: "application",
    "aria-label": t("sign_pad"),
    tabindex: "0",
  })
  const said = el("p", { class: "hint", "aria-live": "polite" }, t("sign_here"))
  const noted = (/** @type {import("../types.js").Ink | null} */ ink) => {
    job.change({ ink, ...(ink ? { no_signature: null } : {}) })
    said.textContent = t(ink && !isSignature(ink) ? "sign_more" : "sign_here")
    if (ink) drawInstead()
  }
  const pad = openPad(canvas, job.draft.ink, noted)
  job.ends.push(pad.close)
  const instead = el("div")
  const drawInstead = () =>
    fill(
      instead,
      without(job, () => pad.clear()),
    )
  drawInstead()
  const node = el(
    "section",
    { class: "part", id: "part-signature" },
    el("h2", {}, t("signature")),
    el("div", { class: "pad-box" }, canvas),
    el(
      "div",
      { class: "row spread" },
      said,
      button(t("clear"), "plain", () => pad.clear(), "x"),
    ),
    instead,
  )
  return { key: ["signature"], node }
}

/** @param {Job} job @param {() => void} clear */
function without(job, clear) {
  const options = /** @type {[string, string][]} */ (["declined", "unable"].map((value) => [value, t(value)]))
  return choices("no_signature", t("no_signature"), options, job.draft.no_signature, (value) => {
    clear()
    job.change({ ink: null, no_signature: /** @type {"declined" | "unable"} */ (value) })
  })
}

/** @param {Job} job @returns {Section} */
export function waySection(job) {
  const methods = waysToChoose(job.policy)
  const means = worded("method", methods)
  const node = el("section", { class: "part", id: "part-way" })
  if (methods.includes("code_spoken")) node.append(claimCode(job))
  if (methods.length > 1 && !isSigned(job.draft.own_phone)) node.append(method(job, means))
  return { key: ["claim_code"], node }
}

/** @param {Job} job */
function claimCode(job) {
  const box = field("claim_code", `${t("claim_code")} ${t("optional")}`, {
    type: "text",
    inputmode: "numeric",
    autocomplete: "off",
    maxlength: 16,
    class: "code-entry",
    value: job.draft.claim_code,
  })
  const input = /** @type {HTMLInputElement} */ (box.querySelector("input"))
  box.dataset.need = "claim_code"
  // Slips print it in two groups, and people type what they see.
  input.addEventListener("input", () => job.change({ claim_code: input.value.replace(/\D/g, "") }))
  return box
}

/** @param {Job} job @param {[string, string][]} means */
function method(job, means) {
  const options = [["", t("method.auto")], ...means].map(([value = "", words = ""]) =>
    el("option", { value, selected: value === (job.draft.method ?? "") }, words),
  )
  const select = el(
    "select",
    { id: "method", onchange: () => job.change({ method: select.value || null }) },
    ...options,
  )
  return el("div", { class: "field" }, el("label", { for: "method" }, t("method")), select)
}
