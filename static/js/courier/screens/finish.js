/** The bar at the thumb: what is missing, then one look, then "Selesai" freezes. */
import { el, fill } from "../../shared/dom.js"
import { asksId, spotsOf } from "../door.js"
import { freeze } from "../freeze.js"
import { holdsNumber } from "../../shared/citizen_number.js"
import { isSignature } from "../../shared/ink.js"
import { actOf, isSigned, isTouched, methodOf, missingOf, modeOf, witnessOf } from "../needs.js"
import { over } from "../over.js"
import { placeNow } from "../place.js"
import { askToKeep } from "../shell.js"
import { alert, busy, button } from "../ui.js"
import { say, sends, t } from "../words.js"

/**
 * @typedef {import("./capture.js").Job} Job
 * @typedef {object} Way  How a draft ends: a handover here, a failed attempt in failed.js.
 * @property {(job: Job) => string[]} missing @property {(job: Job) => [string, string][]} rows what is looked at once more
 * @property {(job: Job) => Promise<import("../types.js").Act>} act @property {(job: Job) => string} news
 */

/** @type {Way} */
export const HANDOVER = {
  missing: ({ draft, policy, parcel }) => missingOf(draft, policy, parcel.recipient.name),
  rows: (job) => [
    [t("who"), whoWords(job)],
    ...idRow(job),
    photoRow(job),
    placeRow(),
    [t("signature"), signatureWords(job)],
    [t("mode"), wayWords(job)],
  ],
  act: async ({ draft, parcel, policy }) => actOf(draft, parcel, policy, await inked(draft)),
  news: savedWords,
}

/** @param {Job} job @param {import("./capture.js").Section[]} sections */
export function finishBar(job, sections) {
  const node = el("div", { class: "finish" })
  const main = el("button", { type: "button", class: "button wide big", onclick: press, "data-do": "review" })
  const bar = el("div", { class: "finish-row" }, other(job), main)
  const state = { reviewing: false }
  return { node, refresh }

  /** Only the words change while the courier writes: no jumping, no lost focus. */
  function refresh() {
    const missing = job.way.missing(job)
    main.textContent = missing.length ? missingWords(missing) : t("review")
    main.classList.toggle("is-missing", missing.length > 0)
    if (!state.reviewing && !main.isConnected) fill(node, bar)
  }
  function press() {
    const [first] = job.way.missing(job)
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

/** The first thing that is missing, and how many more; or that nothing can be handed over. @param {string[]} missing */
function missingWords([first = "", ...more]) {
  const gaps = { what: t(`need.${first}`), n: more.length }
  return t(first === "id_stop" ? "id_mismatch_notice" : more.length ? "missing_more" : "missing", gaps)
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
  const facts = job.way.rows(job).flatMap(([term, text]) => [el("dt", {}, term), el("dd", {}, text)])
  const close = button(t("fix"), "quiet wide", back, "edit")
  return [
    el("h2", { tabindex: "-1" }, t("review_title")),
    el("dl", { class: "facts" }, ...facts),
    el("p", { class: "hint" }, t("review_text")),
    said,
    el("div", { class: "finish-row" }, close, done),
  ]
}

const yes = (/** @type {boolean} */ there) => t(there ? "signature_signed" : "no_answer")

/** @param {Job} job @returns {[string, string]} */
export const photoRow = ({ draft }) => [t("photo"), yes(draft.photo !== null)]

/** @param {Job} job */
const signatureWords = ({ draft, policy }) =>
  draft.no_signature
    ? [t(draft.no_signature), witnessOf(draft, policy).witness?.name].filter(Boolean).join(" · ")
    : yes(isSignature(draft.ink) || isSigned(draft.own_phone))

/** @param {Job} job */
function wayWords({ draft, policy }) {
  const mode = modeOf(draft, policy)
  const spot = spotsOf(mode, policy).length ? [say("spot", draft.spot ?? "")] : []
  return [say("mode", mode ?? ""), ...spot, say("method", methodOf(draft, policy) ?? "")].join(" · ")
}

/** @param {Job} job */
function whoWords({ draft, parcel }) {
  return draft.who === "addressee"
    ? `${parcel.recipient.name} · ${t("addressee")}`
    : `${draft.name} · ${say("rel", draft.rel ?? "")}`
}

/** @param {Job} job @returns {[string, string][]} */
function idRow({ draft, policy }) {
  return asksId(policy, modeOf(draft, policy))
    ? [[t("id_check"), say("id", draft.id_check ?? "not_done")]]
    : []
}

/** @returns {[string, string]} */
export function placeRow() {
  const gps = placeNow()
  return [t("place"), "none" in gps ? say("place", gps.none) : t("place_found", { m: gps.acc_m })]
}

/** Frozen or still a draft, never in between; nothing is lost when storage refuses. @param {Job} job @param {HTMLElement} said */
async function finish(job, said) {
  try {
    await job.kept().catch(() => undefined)
    void askToKeep()
    const act = await job.way.act(job)
    if (holdsNumber(JSON.stringify([act.recipient, act.answers, act.tried, act.old_card])))
      return fill(said, alert(t("no_number"), "bad"))
    await freeze({ ...act, since: job.draft.since }, job.app.app)
  } catch (error) {
    return import("./unsaved.js")
      .then(({ unsaved }) => unsaved(job, said, error))
      .catch(() => fill(said, alert(t("draft_not_kept"), "bad")))
  }
  job.change = () => undefined
  return over(job.app, job.draft.proof, job.way.news(job))
}

/** @param {Job} job */
export function savedWords({ parcel }) {
  return t("saved", { name: parcel.recipient.name, sends: sends() })
}

/** @param {import("../types.js").Draft} draft */
async function inked({ proof, ink, own_phone }) {
  const { renderInk } = await import("../signature.js")
  return ink && isSignature(ink) && !isSigned(own_phone) ? renderInk(ink, proof) : null
}
