/** The bar at the thumb: what is missing, then one look, then "Selesai" freezes. */
import { el, fill } from "../../shared/dom.js"
import { freeze } from "../freeze.js"
import { isSignature } from "../ink.js"
import { actOf, methodOf, missingOf, modeOf } from "../needs.js"
import { placeNow } from "../place.js"
import { askToKeep } from "../shell.js"
import { alert, busy, button } from "../ui.js"
import { say, t } from "../words.js"

/** @typedef {import("./capture.js").Job} Job */

/** @param {Job} job @param {import("./capture.js").Section[]} sections */
export function finishBar(job, sections) {
  const node = el("div", { class: "finish" })
  const main = el("button", { type: "button", class: "button wide big", onclick: press, "data-do": "review" })
  const state = { reviewing: false }
  return { node, refresh }

  /** Only the words change while the courier writes: no jumping, no lost focus. */
  function refresh() {
    const missing = missingOf(job.draft, job.policy)
    main.textContent = missing.length
      ? t("missing", { list: missing.map((key) => t(`need.${key}`)).join(", ") })
      : t("review")
    main.classList.toggle("is-missing", missing.length > 0)
    if (!state.reviewing && !main.isConnected) fill(node, main)
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
    if (!on) fill(node, main)
  }
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
  if (draft.outcome === "attempt_failed") return [[t("reason"), say("reason", draft.reason ?? "")], ...common]
  const [mode, method] = [modeOf(draft, job.policy) ?? "", methodOf(draft, job.policy) ?? ""]
  return [
    [t("who"), whoWords(job)],
    ...idRow(job),
    ...common,
    [t("signature"), draft.no_signature ? t(draft.no_signature) : yes(isSignature(draft.ink))],
    [t("mode"), `${say("mode", mode)} · ${say("method", method)}`],
  ]
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
  try {
    await job.kept().catch(() => undefined)
    void askToKeep()
    await freeze(await whole(job), job.app.app)
  } catch {
    return fill(said, alert(t("save_failed"), "bad"))
  }
  job.change = () => undefined
  job.app.news = t("saved", { name: job.parcel.recipient.name })
  job.app.go("putaran")
}

/** @param {Job} job */
async function whole({ draft, parcel, policy }) {
  const { renderInk } = await import("../signature.js")
  const signature =
    draft.ink && isSignature(draft.ink) && draft.outcome === "delivered" ? await renderInk(draft.ink) : null
  return actOf(draft, parcel, policy, signature)
}
