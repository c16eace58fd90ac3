/** The bar at the thumb: what is missing, then one look, then "Selesai" freezes. */
import { el, fill } from "../../shared/dom.js"
import { freeze } from "../freeze.js"
import { isSignature } from "../ink.js"
import { actOf, isSigned, isTouched, methodOf, missingOf, modeOf } from "../needs.js"
import { placeNow } from "../place.js"
import { asksOf } from "../reasons.js"
import { askToKeep } from "../shell.js"
import { alert, busy, button } from "../ui.js"
import { say, t } from "../words.js"
import { detailWords } from "./demands.js"

/** @typedef {import("./capture.js").Job} Job */

/** @param {Job} job @param {import("./capture.js").Section[]} sections */
export function finishBar(job, sections) {
  const node = el("div", { class: "finish" })
  const main = el("button", { type: "button", class: "button wide big", onclick: press, "data-do": "review" })
  const bar = el("div", { class: "finish-row" }, other(job), main)
  const state = { reviewing: false }
  return { node, refresh }

  /** Only the words change while the courier writes: no jumping, no lost focus. */
  function refresh() {
    const missing = missingOf(job.draft, job.policy)
    main.textContent = missing.length ? missingWords(missing) : t("review")
    main.classList.toggle("is-missing", missing.length > 0)
    if (!state.reviewing && !main.isConnected) fill(node, bar)
  }
  function press() {
    const [first] = missingOf(job.draft, job.policy)
    if (first) return job.jump(first)
    setReviewing(true)
    fill(node, ...review(job, () => setReviewing(false)))
    node.querySelector("h2")?.focus()
  }
  /** @param {boolean} on */
  function setReviewing(on) {
    state.reviewing = on
    for (const section of sections) section.node.inert = on
    node.classList.toggle("is-review", on)
    if (!on) fill(node, bar)
  }
}

/** The first thing that is missing, and how many more. @param {string[]} missing */
function missingWords([first = "", ...more]) {
  const gaps = { what: t(`need.${first}`), n: more.length }
  return t(more.length ? "missing_more" : "missing", gaps)
}

/** Nobody home, or somebody comes after all: what was captured goes along. @param {Job} job */
function other(job) {
  const failed = job.draft.outcome === "attempt_failed"
  const [words, picture] = failed ? ["deliver", "package"] : ["failed", "alert"]
  const press = button(t(words), "quiet", () => void busy(press, () => turn(job, {})), picture)
  press.dataset.do = "turn"
  return press
}

/** The other way for the same draft. @param {Job} job @param {Partial<import("../types.js").Draft>} changes */
export async function turn(job, changes) {
  const failed = job.draft.outcome === "attempt_failed"
  /** @type {Partial<import("../types.js").Draft>} */
  const turned = { ...changes, outcome: failed ? "delivered" : "attempt_failed" }
  if (isTouched({ ...job.draft, ...changes })) job.change(turned)
  await job.kept().catch(() => undefined)
  job.app.go(`${failed ? "serah" : "gagal"}/${job.draft.pkg}`)
}

/** @param {Job} job @param {() => void} back */
function review(job, back) {
  const said = el("div", { "aria-live": "assertive" })
  const done = button(t("done"), "wide big", () => void busy(done, () => finish(job, said)), "check")
  done.dataset.do = "done"
  const facts = rows(job).flatMap(([term, text]) => [el("dt", {}, term), el("dd", {}, text)])
  const close = button(t("fix"), "quiet wide", back, "edit")
  return [
    el("h2", { tabindex: "-1" }, t("review_title")),
    el("dl", { class: "facts" }, ...facts),
    el("p", { class: "hint" }, t("review_text")),
    said,
    el("div", { class: "finish-row" }, close, done),
  ]
}

/** @param {Job} job @returns {[string, string][]} */
function rows(job) {
  const { draft } = job
  const yes = (/** @type {boolean} */ there) => t(there ? "signature_signed" : "no_answer")
  /** @type {[string, string][]} */
  const common = [
    [t("photo"), yes(draft.photo !== null)],
    [t("place"), placeWords()],
  ]
  if (draft.outcome === "attempt_failed")
    return [...whyRows(draft), ...common.slice(asksOf(draft.reason)?.photo ? 0 : 1)]
  const [mode, method] = [modeOf(draft, job.policy) ?? "", methodOf(draft, job.policy) ?? ""]
  return [
    [t("who"), whoWords(job)],
    ...idRow(job),
    ...common,
    [
      t("signature"),
      draft.no_signature ? t(draft.no_signature) : yes(isSignature(draft.ink) || isSigned(draft.own_phone)),
    ],
    [t("mode"), `${say("mode", mode)} · ${say("method", method)}`],
  ]
}

/** @param {import("../types.js").Draft} draft @returns {[string, string][]} */
function whyRows({ reason, detail, note, tries }) {
  const asks = asksOf(reason)
  /** @type {[string, string][]} */
  const all = [
    [t("reason"), say("reason", reason ?? "")],
    [t("detail"), asks?.pick ? detailWords(detail ?? "") : ""],
    [t("tries"), tries.map(({ way }) => say("way", way)).join(", ")],
    [t("note"), asks?.silent ? "" : note.trim()],
    [t("next"), say("next", asks?.next ?? "")],
  ]
  return all.filter(([, text]) => text !== "")
}

/** @param {Job} job */
function whoWords({ draft, parcel }) {
  return draft.who === "addressee"
    ? `${parcel.recipient.name} · ${t("addressee")}`
    : `${draft.name} · ${say("rel", draft.rel ?? "")}`
}

/** @param {Job} job @returns {[string, string][]} */
function idRow({ draft, policy }) {
  return policy.id_check ? [[t("id_check"), say("id", draft.id_check ?? "not_done")]] : []
}

function placeWords() {
  const gps = placeNow()
  return "none" in gps ? say("place", gps.none) : t("place_found", { m: gps.acc_m })
}

/** Frozen or still a draft, never in between; nothing is lost when storage refuses. @param {Job} job @param {HTMLElement} said */
async function finish(job, said) {
  let made = false
  try {
    await job.kept().catch(() => undefined)
    void askToKeep()
    made = await freeze(await whole(job), job.app.app)
  } catch {
    return fill(said, alert(t("save_failed"), "bad"))
  }
  job.change = () => undefined
  job.app.news = made ? newsOf(job) : t("finished_elsewhere")
  job.app.go("putaran")
}

/** @param {Job} job */
function newsOf({ draft, parcel }) {
  const saved = t("saved", { name: parcel.recipient.name })
  const next = draft.outcome === "attempt_failed" ? asksOf(draft.reason)?.next : null
  return next ? `${saved}. ${say("next", next)}` : saved
}

/** @param {Job} job */
async function whole({ draft, parcel, policy }) {
  const { renderInk } = await import("../signature.js")
  const signature =
    draft.ink && isSignature(draft.ink) && draft.outcome === "delivered" && !isSigned(draft.own_phone)
      ? await renderInk(draft.ink)
      : null
  return actOf(draft, parcel, policy, signature)
}
