/**
 * Printing labels: counts sheets, and when the PDF is saved says what happened and what comes next. Without script the
 * browser saves the PDF and stays on the form; the next page says it then.
 */
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
  for (const part of [form, pressed]) part.setAttribute("aria-busy", "true")
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) })
    if (answer.redirected) return location.assign(answer.url)
    if (answer.headers.get("Content-Type") !== "application/pdf") return form.submit() // to see the page that says why
    save(await answer.blob(), answer.headers)
    form.hidden = true
  } catch {
    form.submit()
  } finally {
    for (const part of [form, pressed]) part.removeAttribute("aria-busy")
  }
}

/** @param {Blob} paper @param {Headers} headers */
function save(paper, headers) {
  const name = /filename=([\w.-]+)/.exec(headers.get("Content-Disposition") ?? "")?.[1] ?? "label.pdf"
  const done = /** @type {HTMLElement} */ (document.getElementById("done"))
  const link = /** @type {HTMLAnchorElement} */ (done.querySelector("[data-again]"))
  link.href = URL.createObjectURL(paper) // lives as long as the page, for "save again"
  link.download = name
  write(done, "[data-name]", name)
  const title = /** @type {HTMLElement} */ (done.querySelector("h2"))
  title.textContent = (title.dataset.words ?? "").replace("{n}", headers.get("X-Labels") ?? "")
  done.hidden = false
  done.focus()
  link.click()
}

/** @param {HTMLElement} element @param {string} place @param {string} words */
function write(element, place, words) {
  const node = element.querySelector(place)
  if (node) node.textContent = words
}
