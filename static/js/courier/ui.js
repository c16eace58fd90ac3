/** Small pieces of screens in the house's look. */
import { el } from "../shared/dom.js"

const SVG = "http://www.w3.org/2000/svg"

/** An icon of the sheet in the shell. @param {string} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg")
  const use = document.createElementNS(SVG, "use")
  const look = {
    class: "icon",
    viewBox: "0 0 24 24",
    fill: "none",
    stroke: "currentColor",
    "stroke-width": "2",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
    "aria-hidden": "true",
  }
  for (const [key, value] of Object.entries(look)) svg.setAttribute(key, value)
  use.setAttribute("href", `#i-${name}`)
  svg.append(use)
  return svg
}

/** @param {string} text @param {string} kind "", "quiet", "plain", "danger", "wide" and so on @param {(event: any) => void} onclick @param {string} [picture] */
export function button(text, kind, onclick, picture) {
  return el(
    "button",
    { type: "button", class: `button ${kind}`, onclick },
    picture && icon(picture),
    el("span", {}, text),
  )
}

const PICTURES = {
  good: "check-circle",
  info: "info",
  warn: "alert",
  bad: "x-circle",
  way: "package",
  neutral: "info",
}

/** @typedef {keyof typeof PICTURES} Tone */

/** @param {string} text @param {Tone} tone @param {string} [picture] */
export function badge(text, tone, picture = PICTURES[tone]) {
  return el("span", { class: `badge tone-${tone}` }, icon(picture), text)
}

/** @param {string} text @param {Tone} tone @param {import("../shared/dom.js").Child[]} more */
export function alert(text, tone, ...more) {
  const role = tone === "bad" || tone === "warn" ? "alert" : "status"
  return el(
    "div",
    { class: `alert tone-${tone}`, role },
    icon(PICTURES[tone]),
    el("div", {}, el("p", {}, text), ...more),
  )
}

/** @param {string} title @param {string} text @param {import("../shared/dom.js").Child[]} more */
export function empty(title, text, ...more) {
  return el("div", { class: "empty" }, icon("inbox"), el("h2", {}, title), el("p", {}, text), ...more)
}

/** @param {string} name @param {string} label @param {import("../shared/dom.js").Props} input @param {string} [hint] */
export function field(name, label, input, hint) {
  const described = hint ? { "aria-describedby": `${name}-hint` } : {}
  return el(
    "div",
    { class: "field" },
    el("label", { for: name }, label),
    hint && el("p", { class: "hint", id: `${name}-hint` }, hint),
    el("input", { id: name, name, ...described, ...input }),
  )
}

/**
 * One of a few, by big buttons.
 * @param {string} name @param {string} legend @param {[string, string][]} offered value and words @param {string | null} chosen
 * @param {(value: string) => void} onchoice
 */
export function choices(name, legend, offered, chosen, onchoice) {
  const one = (/** @type {[string, string]} */ [value, words]) =>
    el(
      "label",
      { class: "choice" },
      el("input", { type: "radio", name, value, checked: value === chosen, onchange: () => onchoice(value) }),
      el("span", {}, words),
    )
  return el(
    "fieldset",
    { class: "choices" },
    el("legend", {}, legend),
    el("div", { class: "choice-row" }, ...offered.map(one)),
  )
}

/** Heading that takes the focus when the screen opens. @param {string} text */
export const heading = (text) => el("h1", { tabindex: "-1" }, text)

/** While work runs the button is busy and a second tap does nothing. @param {HTMLButtonElement} pressed @param {() => Promise<void>} work */
export async function busy(pressed, work) {
  if (pressed.getAttribute("aria-busy") === "true") return
  pressed.setAttribute("aria-busy", "true")
  try {
    await work()
  } finally {
    pressed.removeAttribute("aria-busy")
  }
}
