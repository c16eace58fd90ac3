/**
 * Wakes the parts of a page that script makes better: an element with data-module="shared/copy"
 * gets start(element) of ../shared/copy.js. A page without script stays whole.
 */

const NAME = /^[a-z]+\/[a-z-]+$/

/** @param {ParentNode} [root] @returns {Promise<void[]>} settled when every part is awake */
export function startModules(root = document) {
  const parts = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[data-module]")])
  return Promise.all(parts.map(startOne))
}

/** @param {HTMLElement} element */
async function startOne(element) {
  const name = element.dataset.module ?? ""
  if (!NAME.test(name)) throw new Error(`data-module is no module name: ${name}`)
  const module = await import(`../${name}.js`)
  module.start(element)
}

if (typeof document !== "undefined") void startModules()
