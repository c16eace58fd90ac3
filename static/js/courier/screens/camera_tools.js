/** What a thumb can set on the camera while it looks for a label. */
import { el } from "../../shared/dom.js"
import { nextCamera, setTorch, setZoom } from "../camera.js"
import { button, icon } from "../ui.js"
import { t } from "../words.js"

/** @param {{ torch: boolean, zoom: Zoom | null, several: boolean }} has @returns {HTMLElement[]} */
export function toolsFor({ torch, zoom, several }) {
  /** @type {(HTMLElement | false)[]} */
  const tools = [
    torch && torchButton(),
    zoom !== null && zoomSlider(zoom),
    several && button(t("other_camera"), "quiet", () => void nextCamera(), "camera"),
  ]
  return tools.filter((tool) => tool !== false)
}

/** @typedef {{ min: number, max: number, step: number }} Zoom */

function torchButton() {
  const press = el(
    "button",
    { type: "button", class: "button quiet", "aria-pressed": "false", onclick },
    icon("torch"),
    el("span", {}, t("torch")),
  )
  function onclick() {
    const on = press.getAttribute("aria-pressed") !== "true"
    press.setAttribute("aria-pressed", String(on))
    void setTorch(on)
  }
  return press
}

/** Twice as near helps phones with several lenses that cannot focus close. @param {Zoom} zoom */
function zoomSlider({ min, max, step }) {
  const slider = el("input", {
    type: "range",
    min,
    max: Math.min(max, min * 5),
    step: step || 0.1,
    value: min,
    oninput: () => void setZoom(slider.valueAsNumber),
  })
  return el("label", { class: "zoom" }, t("zoom"), slider)
}
