/** A mistake that has been mended is no longer spoken of: neither beside its field nor in the list on top. */

/** @param {string} id of the field, or of the group that the list of mistakes leads to */
export function mend(id) {
  document.getElementById(`${id}-error`)?.remove()
  const field = document.getElementById(id)
  if (field) soothe(field)
  const summary = /** @type {HTMLElement | null} */ (document.querySelector(".error-summary"))
  if (summary) strike(summary, id)
}

/** @param {HTMLElement} field */
function soothe(field) {
  field.removeAttribute("aria-invalid")
  field.closest(".has-error")?.classList.remove("has-error")
  const described = (field.getAttribute("aria-describedby") ?? "").replace(`${field.id}-error`, "").trim()
  if (described) field.setAttribute("aria-describedby", described)
  else field.removeAttribute("aria-describedby")
}

/** @param {HTMLElement} summary @param {string} id */
function strike(summary, id) {
  for (const link of summary.querySelectorAll("a")) if (link.hash === `#${id}`) link.closest("li")?.remove()
  const left = summary.querySelectorAll("li").length
  if (left === 0) return summary.remove()
  const words = (left === 1 ? summary.dataset.one : summary.dataset.many) ?? ""
  const title = summary.querySelector("h2")
  if (title && words) title.textContent = words.replace("{n}", String(left))
}

/** @param {EventTarget | null} target  What was typed or chosen counts as mended when something stands there. */
export function mendTyped(target) {
  if (!(target instanceof HTMLElement) || !("value" in target) || !target.value) return
  const group = target.closest("fieldset.has-error")
  if (group) return mend(group.id)
  if (target.getAttribute("aria-invalid") === "true") mend(target.id)
}
