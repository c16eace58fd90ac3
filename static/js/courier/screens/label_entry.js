/** Typing the label's code, or reading it off a picture: always visible, not hidden behind a failure. */
import { el } from "../../shared/dom.js"
import { field, icon } from "../ui.js"
import { t } from "../words.js"

/** @param {{ onTyped: (text: string) => void, onFile: (file: File) => void }} to */
export function entry({ onTyped, onFile }) {
  const code = field("code", t("typed"), { type: "text", autocapitalize: "characters", autocomplete: "off", spellcheck: "false", maxlength: 40, enterkeyhint: "go", class: "label-code" }, t("typed_hint"))
  const input = /** @type {HTMLInputElement} */ (code.querySelector("input"))
  const file = el("input", { type: "file", accept: "image/*", class: "sr-only", onchange: picked })
  const form = el("form", { class: "label-entry", onsubmit }, code, el("button", { type: "submit", class: "button quiet" }, t("open")))
  return el("div", {}, form, el("label", { class: "button plain file-button" }, icon("upload"), el("span", {}, t("pick_picture")), file))

  /** @param {SubmitEvent} event */
  function onsubmit(event) {
    event.preventDefault()
    onTyped(input.value)
  }
  function picked() {
    const [chosen] = file.files ?? []
    if (chosen) onFile(chosen)
    file.value = ""
  }
}
