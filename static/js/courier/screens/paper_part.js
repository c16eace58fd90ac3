/** Who stands there by a letter (a guardian, a proxy) names it: its number, or whose it is in a few words. Never its picture. */
import { el } from "../../shared/dom.js"
import { holdsNumber } from "../../shared/citizen_number.js"
import { field } from "../ui.js"
import { learnPaperWords, t } from "../words.js"
import { recipientSection } from "./parts.js"

await learnPaperWords()

/** @typedef {import("./capture.js").Job} Job */

const LEAST = 3
const LONGEST = 60

/** A handover that asks for the letter too, under who takes it. @param {import("./finish.js").Way} way @param {import("./capture.js").Maker[]} makers @returns {import("./finish.js").Way} */
export function join(way, makers) {
  makers.splice(makers.indexOf(recipientSection) + 1, 0, paperSection)
  return {
    ...way,
    missing: (job) => [...way.missing(job), ...(isAsked(job) && !isPaper(paperOf(job)) ? ["paper"] : [])],
    rows: (job) => [...way.rows(job), ...row(job)],
    act: async (job) => {
      const act = await way.act(job)
      const { recipient } = act
      return recipient && isAsked(job) ? { ...act, recipient: { ...recipient, paper: paperOf(job) } } : act
    },
  }
}

/** @param {Job} job */
const paperOf = ({ draft }) =>
  [...(draft.paper ?? "").normalize("NFC").trim().replace(/\s+/g, " ")].slice(0, LONGEST).join("")

/** @param {Job} job */
const isAsked = ({ draft, policy }) =>
  draft.who === "other" && (policy.papers ?? []).includes(draft.rel ?? "")

/** @param {string} paper */
export const isPaper = (paper) => paper.length >= LEAST && !holdsNumber(paper)

/** @param {Job} job @returns {[string, string][]} */
const row = (job) => (isAsked(job) ? [[t("paper"), paperOf(job)]] : [])

/** @param {Job} job @returns {import("./capture.js").Section} */
function paperSection(job) {
  const said = el("p", { class: "field-error", role: "alert" })
  const box = field(
    "paper",
    t("paper"),
    { type: "text", autocomplete: "off", maxlength: LONGEST, value: job.draft.paper ?? "" },
    t("paper_hint"),
  )
  const input = /** @type {HTMLInputElement} */ (box.querySelector("input"))
  input.addEventListener("input", () => {
    said.textContent = holdsNumber(input.value) ? t("paper_number") : ""
    job.change({ paper: input.value })
  })
  box.append(said)
  const node = el("section", { class: "part", id: "part-paper" }, box)
  return { key: ["paper"], node, shown: () => isAsked(job) }
}
