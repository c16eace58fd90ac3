/** The list of mistakes on top of a form: takes the focus, its links open the field itself, and what is mended goes. */
import { mendTyped } from "./mend.js"

const AFTER_A_CLICK_MS = 400

/** @param {HTMLElement} summary */
export function start(summary) {
  summary.focus()
  // Later than the click that ended the typing: what goes moves the page, and the button away from under the thumb.
  document.addEventListener("change", ({ target }) => setTimeout(() => mendTyped(target), AFTER_A_CLICK_MS))
  summary.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null
    const field = link && document.getElementById(link.hash.slice(1))
    if (!field) return
    event.preventDefault()
    field.scrollIntoView({ block: "center" })
    field.focus()
  })
}
