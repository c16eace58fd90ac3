/** Drawing again under a finger: what reads the same stays the very same element, so that no tap and no focus is lost. */
import { el } from "./dom.js"

/**
 * `box` reads like `children` afterwards. Elements that read the same keep their place and their listeners; what a
 * listener acts on must therefore be written on its element, as in `data-row`.
 * @param {Element} box @param {import("./dom.js").Child[]} children
 */
export function redraw(box, ...children) {
  let place = box.firstChild
  for (const made of [...el("div", {}, ...children).childNodes]) {
    const same = from(place, made)
    if (!same) {
      box.insertBefore(made, place)
      continue
    }
    removeUntil(place, same)
    place = same.nextSibling
  }
  removeUntil(place, null)
}

/** @param {ChildNode | null} place @param {Node} made */
function from(place, made) {
  for (let node = place; node; node = node.nextSibling) if (node.isEqualNode(made)) return node
  return null
}

/** @param {ChildNode | null} place @param {ChildNode | null} end */
function removeUntil(place, end) {
  while (place && place !== end) {
    const next = place.nextSibling
    place.remove()
    place = next
  }
}
