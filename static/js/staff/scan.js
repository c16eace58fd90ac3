/**
 * A keyboard-wedge scanner types a label and presses Enter: the package is ticked at once, without a new page.
 * Without script the same key presses the button "Tambah" of the form.
 */
import { el } from "../shared/dom.js"
import { mend } from "../shared/mend.js"
import { keepDraft, settled } from "./draft.js"
import { beep } from "./sound.js"
import { maySend } from "./stay.js"

/**
 * @typedef {{ id: string, alias: string, kind: string, said: string, tired: string, problem?: undefined }} Found
 * @typedef {{ problem: string, way?: string }} Problem  `way`: where it can be put right.
 */

const FORM_EXPIRED = 403

/** @param {HTMLElement} element */
export function start(element) {
  const form = /** @type {HTMLFormElement} */ (element)
  const scan = /** @type {HTMLInputElement} */ (form.elements.namedItem("pindai"))
  count(form)
  form.addEventListener("change", (event) => {
    if (event.target !== scan) changed(form)
  })
  form.addEventListener("submit", (event) => {
    const pressed = /** @type {HTMLButtonElement | null} */ (event.submitter)
    if (pressed?.value !== "tambah" || !scan.value.trim()) return settled(event, form, pressed)
    event.preventDefault()
    const text = scan.value
    scan.value = "" // at once: the next label may come before the answer to this one
    waiting = waiting.then(() => add(form, text))
  })
}

/** Scans are asked one after the other, so that the second of two equal ones is seen to be there already. */
let waiting = Promise.resolve()

/** @param {HTMLFormElement} form @param {string} text */
async function add(form, text) {
  const answer = await ask(form, text)
  if (answer.problem !== undefined) {
    beep("bad")
    return say(form, answer.way ? wayIn(answer.way, answer.problem) : answer.problem, "bad")
  }
  tick(form, answer)
  beep("good")
  say(form, answer.said, "good")
  changed(form)
}

/** In another tab: what is ticked on this page is nowhere else. @param {string} href @param {string} words */
const wayIn = (href, words) => el("a", { href, target: "_blank", rel: "noopener" }, words)

/** @param {HTMLFormElement} form @param {string} text @param {boolean} [again] @returns {Promise<Found | Problem>} */
async function ask(form, text, again = false) {
  const body = new FormData(form)
  body.set("pindai", text)
  try {
    const answer = await fetch(form.dataset.scan ?? "", { method: "POST", body })
    // A session that has ended leads to the sign-in page; one begun anew does not know this page's form.
    if (!answer.redirected && answer.status !== FORM_EXPIRED) return await answer.json()
    if (!again && (await maySend())) return ask(form, text, true)
    return { problem: form.dataset.signedOut ?? "", way: form.dataset.signIn }
  } catch {
    return { problem: form.dataset.unsent ?? "" }
  }
}

/** @param {HTMLFormElement} form @param {Found} found  Moves its line to the top of the chosen ones, or writes one. */
function tick(form, found) {
  const known = form.querySelector(`input[name="paket"][value="${CSS.escape(found.id)}"]`)
  const line = known?.closest("li") ?? lineOf(found)
  const box = /** @type {HTMLInputElement} */ (line.querySelector("input"))
  box.checked = true
  form.querySelector("[data-picked]")?.prepend(line)
}

/** @param {Found} found */
function lineOf({ id, alias, kind, tired }) {
  const groups = [
    alias.slice(0, 2),
    alias.slice(2, 6),
    alias.slice(6, 10),
    alias.slice(10, 11),
    alias.slice(11),
  ]
  const code = el("code", { translate: "no" }, ...groups.map((group) => el("span", {}, group)))
  const more = tired && el("strong", {}, ` · ${tired}`)
  const words = el("span", {}, el("span", { class: "code" }, code), el("small", {}, kind, more))
  return el(
    "li",
    { "data-tired": Boolean(tired) },
    el("label", { class: "tick pick" }, el("input", { type: "checkbox", name: "paket", value: id }), words),
  )
}

/** @param {HTMLFormElement} form @param {string | HTMLElement} words @param {"good" | "bad"} tone */
function say(form, words, tone) {
  const note = form.querySelector("[data-said]")
  if (!note) return
  note.className = `scan-said tone-${tone}`
  note.replaceChildren(words)
}

/** @param {HTMLFormElement} form */
function changed(form) {
  count(form)
  keepDraft(form)
  if (ticked(form)) mend("pindai")
}

/** @param {HTMLFormElement} form */
const ticked = (form) => form.querySelectorAll('input[name="paket"]:checked').length

/** Why a package goes out once more is asked where one is ticked that has used up its tries. @param {HTMLFormElement} form */
function askWhy(form) {
  const asked = /** @type {HTMLElement | null} */ (form.querySelector("[data-again]"))
  if (asked) asked.hidden = form.querySelector("[data-tired] input:checked") === null
}

/** @param {HTMLFormElement} form */
function count(form) {
  askWhy(form)
  const number = ticked(form)
  const place = form.querySelector("[data-counted]")
  if (place) place.textContent = (form.dataset.count ?? "").replace("{n}", String(number))
}
