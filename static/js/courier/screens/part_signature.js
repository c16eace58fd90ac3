/** The recipient's signature on this phone, or why there is none: an outcome of its own, never a scribble. */
import { el, fill } from "../../shared/dom.js"
import { isSignature } from "../ink.js"
import { mayBeSigned } from "../needs.js"
import { openPad } from "../signature.js"
import { button, choices } from "../ui.js"
import { t } from "../words.js"

/** @typedef {import("./capture.js").Job} Job */

/** @param {Job} job @returns {import("./capture.js").Section | null} */
export function signatureSection(job) {
  if (!mayBeSigned(job.policy)) return null
  const canvas = el("canvas", { class: "pad", "aria-label": t("sign_here"), role: "img", tabindex: "0" })
  const said = el("p", { class: "hint", "aria-live": "polite" }, t("sign_here"))
  const noted = (/** @type {import("../types.js").Ink | null} */ ink) => {
    job.change({ ink, ...(ink ? { no_signature: null } : {}) })
    said.textContent = ink && !isSignature(ink) ? t("sign_more") : t("sign_here")
    if (ink) drawInstead()
  }
  const pad = openPad(canvas, job.draft.ink, noted)
  job.ends.push(pad.close)
  const instead = el("div")
  const drawInstead = () => fill(instead, without(job, () => pad.clear()))
  drawInstead()
  const node = el("section", { class: "part", id: "part-signature" }, el("h2", {}, t("signature")), el("div", { class: "pad-box" }, canvas), el("div", { class: "row spread" }, said, button(t("clear"), "plain", () => pad.clear(), "x")), instead)
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
