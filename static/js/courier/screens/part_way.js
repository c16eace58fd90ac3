/** How it changed hands and how the recipient was confirmed: filled by itself, open to correction. */
import { el } from "../../shared/dom.js"
import { modeOf } from "../needs.js"
import { choices, field } from "../ui.js"
import { say, t } from "../words.js"

/** @param {import("./capture.js").Job} job @returns {import("./capture.js").Section} */
export function waySection(job) {
  const { modes, methods } = job.policy
  const node = el("section", { class: "part", id: "part-way" })
  if (methods.includes("code_spoken")) node.append(claimCode(job))
  const [ways, means] = [modes, methods].map((list, i) => /** @type {[string, string][]} */ (list.map((value) => [value, say(i ? "method" : "mode", value)])))
  if (modes.length > 1) node.append(choices("mode", t("mode"), ways ?? [], modeOf(job.draft, job.policy), (mode) => job.change({ mode })))
  if (methods.length > 1) node.append(method(job, means ?? []))
  return { key: ["claim_code", "mode"], node }
}

/** @param {import("./capture.js").Job} job */
function claimCode(job) {
  const box = field("claim_code", `${t("claim_code")} ${t("optional")}`, { type: "text", inputmode: "numeric", autocomplete: "off", maxlength: 6, class: "code-entry", value: job.draft.claim_code })
  const input = /** @type {HTMLInputElement} */ (box.querySelector("input"))
  input.addEventListener("input", () => job.change({ claim_code: input.value.replace(/\D/g, "") }))
  return box
}

/** @param {import("./capture.js").Job} job @param {[string, string][]} means */
function method(job, means) {
  const options = [["", t("method.auto")], ...means].map(([value = "", words = ""]) => el("option", { value, selected: value === (job.draft.method ?? "") }, words))
  const select = el("select", { id: "method", onchange: () => job.change({ method: select.value || null }) }, ...options)
  return el("div", { class: "field" }, el("label", { for: "method" }, t("method")), select)
}
