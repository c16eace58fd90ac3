/** A form that is sent once: the pressed button turns busy, a second press does nothing. */

/** @param {HTMLElement} form */
export function start(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault()
    form.dataset.sent = "yes"
    const pressed = /** @type {SubmitEvent} */ (event).submitter
    pressed?.setAttribute("aria-busy", "true")
  })
  // Coming back with the back button shows the page as it was left.
  addEventListener("pageshow", () => rest(form))
}

/** @param {HTMLElement} form */
function rest(form) {
  delete form.dataset.sent
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy")
}
