/**
 * A form that opens the page anew, as the choice of a language does, asks first when something was typed that would not
 * come along. `data-again`: the page shows a form again with what was typed, and its address alone does not.
 */
import { isChanged, isTick } from "./changed.js"

const FIELDS = "main form[method=post] :is(input:not([type=hidden]), textarea, select)"

/** @param {HTMLElement} form */
export function start(form) {
  const typed = form.hasAttribute("data-again") ? isFilled : isChanged
  form.addEventListener("submit", (event) => {
    const some = [...document.querySelectorAll(FIELDS)].some(typed)
    if (some && !confirm(form.dataset.ask)) event.preventDefault()
  })
}

/** @param {Element} field */
function isFilled(field) {
  if (isTick(field)) return field.checked
  return isChanged(field) || ("defaultValue" in field && field.defaultValue !== "")
}
