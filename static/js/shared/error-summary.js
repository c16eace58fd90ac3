/** The list of mistakes on top of a form: takes the focus, its links open the field itself, and what is mended goes. */
import { isChanged } from "./changed.js"
import { mendTyped } from "./mend.js"

const AFTER_A_CLICK_MS = 400

/** @param {HTMLElement} summary */
export function start(summary) {
  summary.focus()
  // Later than the click that ended the typing: what goes moves the page, and the button away from under the thumb.
  document.addEventListener("change", ({ target }) => setTimeout(() => mendTyped(target), AFTER_A_CLICK_MS))
  mendEarly()
  summary.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null
    const field = link && document.getElementById(link.hash.slice(1))
    if (!field) return
    event.preventDefault()
    field.scrollIntoView({ block: "center" })
    field.focus()
  })
}

/** On a slow line people mend before this script has come. */
function mendEarly() {
  for (const field of document.querySelectorAll(
    "[aria-invalid=true], .has-error :is(input, select, textarea)",
  ))
    if (isChanged(field)) mendTyped(field)
}
