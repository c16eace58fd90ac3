/** Who received it: the addressee in one tap, or another person whom the policy allows. */
import { el, fill } from "../../shared/dom.js"
import { choices, field } from "../ui.js"
import { say, t } from "../words.js"

/** @param {import("./capture.js").Job} job @returns {import("./capture.js").Section} */
export function recipientSection(job) {
  const others = job.policy.relations.filter((relation) => relation !== "self")
  const more = el("div")
  const choose = (/** @type {string} */ who) => {
    job.change({ who: /** @type {"addressee" | "other"} */ (who) })
    showOther()
  }
  const node = el("section", { class: "part", id: "part-who" }, choices("who", t("who"), offered(job, others), job.draft.who, choose), more)
  showOther()
  return { key: ["who", "name", "rel"], node }

  function showOther() {
    if (job.draft.who !== "other") return fill(more)
    const relations = /** @type {[string, string][]} */ (others.map((relation) => [relation, say("rel", relation)]))
    fill(more, name(job), choices("rel", t("relation"), relations, job.draft.rel, (rel) => job.change({ rel })))
  }
}

/** @param {import("./capture.js").Job} job @param {string[]} others @returns {[string, string][]} */
function offered({ policy, parcel }, others) {
  /** @type {[string, string][]} */
  const both = [
    ["addressee", `${parcel.recipient.name} (${t("addressee").toLowerCase()})`],
    ["other", t("other_person")],
  ]
  return both.filter(([who]) => (who === "addressee" ? policy.relations.includes("self") : others.length > 0))
}

/** @param {import("./capture.js").Job} job */
function name(job) {
  const box = field("receiver", t("receiver_name"), { type: "text", autocomplete: "off", autocapitalize: "words", maxlength: 120, value: job.draft.name })
  box.querySelector("input")?.addEventListener("input", ({ target }) => job.change({ name: /** @type {HTMLInputElement} */ (target).value }))
  return box
}
