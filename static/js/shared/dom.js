/** Elements without markup strings: what comes in as text stays text. */

/**
 * @typedef {Node | string | null | undefined | false} Child
 * @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Props
 */

/**
 * Build one element. `onclick` and friends are listeners, true is a bare attribute, false and null leave it out.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {Props} [props] @param {Child[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) setProp(node, name, value)
  node.append(...present(children))
  return node
}

/** @param {Element} node @param {Child[]} children */
export function fill(node, ...children) {
  node.replaceChildren(...present(children))
}

/** @param {Child[]} children */
function present(children) {
  return /** @type {(Node | string)[]} */ (
    children.filter((child) => child !== null && child !== undefined && child !== false)
  )
}

/** @param {HTMLElement} node @param {string} name @param {Props[string]} value */
function setProp(node, name, value) {
  if (typeof value === "function") return node.addEventListener(name.slice(2), value)
  if (value === false || value === null || value === undefined) return
  if (name === "value" && "value" in node) return Reflect.set(node, name, value)
  node.setAttribute(name, value === true ? "" : String(value))
}
