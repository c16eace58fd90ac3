/** The cross on a notice. Removes it and gives the focus back to the page. */

/** @param {HTMLElement} button */
export function start(button) {
  button.hidden = false
  button.addEventListener("click", () => {
    button.closest("[role=status], [role=alert]")?.remove()
    document.getElementById("main")?.focus()
  })
}
