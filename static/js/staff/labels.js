/**
 * Printing labels: counts sheets, and when the PDF is saved says what happened and what comes next. Without script the
 * browser saves the PDF and stays on the form; the next page says it then.
 */
import { fetchPaper, save } from "./paper.js"
import { start as countSheets } from "./sheet-count.js"

/** @param {HTMLElement} element */
export function start(element) {
  const form = /** @type {HTMLFormElement} */ (element)
  countSheets(form)
  form.addEventListener("submit", (event) => {
    const pressed = /** @type {HTMLButtonElement | null} */ (event.submitter)
    if (pressed?.hasAttribute("formaction")) return
    event.preventDefault()
    if (pressed && !form.hasAttribute("aria-busy")) void print(form, pressed)
  })
}

/** @param {HTMLFormElement} form @param {HTMLButtonElement} pressed */
async function print(form, pressed) {
  const paper = await fetchPaper(form, pressed)
  if (!paper) return
  show(paper)
  form.hidden = true
}

/** @param {import("./paper.js").Paper} paper */
function show(paper) {
  const done = /** @type {HTMLElement} */ (document.getElementById("done"))
  write(done, "[data-name]", paper.name)
  const title = /** @type {HTMLElement} */ (done.querySelector("h2"))
  title.textContent = (title.dataset.words ?? "").replace("{n}", paper.headers.get("X-Labels") ?? "")
  done.hidden = false
  done.focus()
  save(paper, /** @type {HTMLAnchorElement} */ (done.querySelector("[data-again]")))
}

/** @param {HTMLElement} element @param {string} place @param {string} words */
function write(element, place, words) {
  const node = element.querySelector(place)
  if (node) node.textContent = words
}
