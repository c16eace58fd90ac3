/** A button that copies data-copy and says so. Stays hidden where the browser cannot copy. */

const SHOWN_MS = 2000

/** @param {HTMLElement} button */
export function start(button) {
  if (!navigator.clipboard) return
  button.hidden = false
  button.addEventListener("click", () => void copy(button))
}

/** @param {HTMLElement} button */
async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy ?? "")
  say(button, button.dataset.done ?? "")
  setTimeout(() => say(button, ""), SHOWN_MS)
}

/** @param {HTMLElement} button @param {string} words */
function say(button, words) {
  const note = button.nextElementSibling
  if (note) note.textContent = words
}
