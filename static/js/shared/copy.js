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
  button.classList.add("is-copied")
  setTimeout(() => button.classList.remove("is-copied"), SHOWN_MS)
}
