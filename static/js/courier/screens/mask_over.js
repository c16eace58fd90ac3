/** A picture with two bars that are dragged over what nobody may keep: the number and the face. */
import { el } from "../../shared/dom.js"
import { moved, resized, STEP, USUAL } from "../mask.js"
import { button } from "../ui.js"
import { t } from "../words.js"

/**
 * @typedef {import("../mask.js").Bar} Bar
 * @typedef {{ node: HTMLElement, bitmap: ImageBitmap, bars: () => Bar[], forget: () => void }} Over
 */

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }
/** @type {Record<string, number>} */
const SIZES = { "+": STEP, "=": STEP, "-": -STEP }

/** `bars()` as they lie now; `forget()` lets go of the picture. @param {ImageBitmap} bitmap @returns {Over} */
export function maskOver(bitmap) {
  const canvas = el("canvas", {
    width: bitmap.width,
    height: bitmap.height,
    role: "img",
    "aria-label": t("card.held"),
  })
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0)
  const picture = el("div", { class: "mask-over" }, canvas)
  const both = [barOver(picture, "number", USUAL.number), barOver(picture, "face", USUAL.face)]
  const hint = el("p", { class: "hint", id: "mask-hint" }, t("card.mask_hint"))
  const node = el("div", {}, hint, picture, ...both.map(({ sizes }) => sizes))
  return { node, bitmap, bars: () => both.map(({ bar }) => bar()), forget }

  function forget() {
    bitmap.close()
    canvas.width = canvas.height = 0
  }
}

/** @param {HTMLElement} picture @param {"number" | "face"} name @param {Bar} start */
function barOver(picture, name, start) {
  let bar = start
  const held = { bar: () => bar, change: show }
  const node = el("button", {
    type: "button",
    class: "mask-bar",
    "data-bar": name,
    "aria-label": t(`card.bar_${name}`),
    "aria-describedby": "mask-hint",
    onkeydown: (/** @type {KeyboardEvent} */ event) => pressed(event, held),
    onpointerdown: (/** @type {PointerEvent} */ event) => grabbed(event, held),
  })
  picture.append(node)
  show(start)
  return { bar: held.bar, sizes: sizeButtons(name, held) }

  /** @param {Bar} next */
  function show(next) {
    bar = next
    const sides = { left: bar.x, top: bar.y, width: bar.width, height: bar.height }
    for (const [side, part] of Object.entries(sides)) node.style.setProperty(side, `${part * 100}%`)
  }
}

/** @typedef {{ bar: () => Bar, change: (next: Bar) => void }} Held */

/** @param {KeyboardEvent} event @param {Held} held */
function pressed(event, { bar, change }) {
  const way = ARROWS[event.key]
  const by = SIZES[event.key]
  if (!way && !by) return
  event.preventDefault()
  change(way ? moved(bar(), ...way) : resized(bar(), by ?? 0))
}

/** @param {PointerEvent} event @param {Held} held */
function grabbed(event, { bar, change }) {
  const node = /** @type {HTMLElement} */ (event.currentTarget)
  const { width = 1, height = 1 } = node.parentElement?.getBoundingClientRect() ?? {}
  const from = { bar: bar(), x: event.clientX, y: event.clientY }
  const drag = (/** @type {PointerEvent} */ { clientX, clientY }) =>
    change(moved(from.bar, (clientX - from.x) / width, (clientY - from.y) / height))
  const end = () => node.removeEventListener("pointermove", drag)
  node.setPointerCapture(event.pointerId)
  node.addEventListener("pointermove", drag)
  node.addEventListener("pointerup", end, { once: true })
  node.addEventListener("pointercancel", end, { once: true })
}

/** @param {"number" | "face"} name @param {Held} held */
function sizeButtons(name, { bar, change }) {
  const what = t(`card.bar_${name}`)
  const larger = button("+", "quiet", () => change(resized(bar(), STEP)))
  const smaller = button("−", "quiet", () => change(resized(bar(), -STEP)))
  larger.setAttribute("aria-label", t("card.larger", { what }))
  smaller.setAttribute("aria-label", t("card.smaller", { what }))
  return el("div", { class: "row mask-sizes" }, el("span", {}, what), smaller, larger)
}
