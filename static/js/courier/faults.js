/** Mistakes in a form, each at its own field. */
import { el } from "../shared/dom.js"
import { icon } from "./ui.js"
import { say } from "./words.js"

/** @typedef {Record<string, string>} Faults  name of a field, and its sentence */

/** Fields that were left empty, in the words of what they want. @param {Record<string, string>} typed @returns {Faults} */
export const missingIn = (typed) =>
  Object.fromEntries(Object.keys(typed).flatMap((name) => (typed[name] ? [] : [[name, say("fill", name)]])))

/** As the server names them. @param {{ pointer: string, detail: string }[]} [found] @returns {Faults} */
export const faultsIn = (found = []) =>
  Object.fromEntries(found.map(({ pointer, detail }) => [pointer.replace("#/", ""), detail]))

/** The first one takes the focus. @param {HTMLFormElement} form @param {Faults} faults @returns {boolean} was there any? */
export function sayAll(form, faults) {
  for (const input of form.querySelectorAll("input[name]"))
    sayAt(/** @type {HTMLInputElement} */ (input), faults[/** @type {HTMLInputElement} */ (input).name] ?? "")
  const first = /** @type {HTMLInputElement | null} */ (form.querySelector("[aria-invalid=true]"))
  first?.focus()
  return first !== null
}

/** @param {HTMLInputElement} input @param {string} text empty: it was mended */
export function sayAt(input, text) {
  const id = `${input.name}-error`
  document.getElementById(id)?.remove()
  input.setAttribute("aria-invalid", String(text !== ""))
  input.parentElement?.classList.toggle("has-error", text !== "")
  if (!text) return input.removeAttribute("aria-describedby")
  input.setAttribute("aria-describedby", id)
  input.before(el("p", { class: "field-error", id }, icon("alert"), el("span", {}, text)))
}
