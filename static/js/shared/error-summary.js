/** The list of mistakes on top of a form: takes the focus, its links open the field itself, and what is mended goes. */
import { mendTyped } from "./mend.js"

/** @param {HTMLElement} summary */
export function start(summary) {
  summary.focus()
  document.addEventListener("change", (event) => mendTyped(event.target))
  summary.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null
    const field = link && document.getElementById(link.hash.slice(1))
    if (!field) return
    event.preventDefault()
    field.scrollIntoView({ block: "center" })
    field.focus()
  })
}
