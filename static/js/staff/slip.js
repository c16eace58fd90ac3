/** The citizen's slip: saved, and said so beside the button. Without script the browser saves it silently. */
import { fetchPaper, save } from "./paper.js"

/** @param {HTMLElement} element */
export function start(element) {
  const form = /** @type {HTMLFormElement} */ (element)
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    if (event.submitter && !form.hasAttribute("aria-busy")) void print(form, event.submitter)
  })
}

/** @param {HTMLFormElement} form @param {HTMLElement} pressed */
async function print(form, pressed) {
  const paper = await fetchPaper(form, pressed)
  if (!paper) return
  save(paper)
  const note = /** @type {HTMLElement | null} */ (form.querySelector("[data-said]"))
  if (note) note.textContent = (note.dataset.words ?? "").replace("{name}", paper.name)
}
