/** Says how many labels and sheets a print order comes to, as the choices change. */

/** @param {HTMLElement} element */
export function start(element) {
  const form = /** @type {HTMLFormElement} */ (element)
  const line = /** @type {HTMLElement | null} */ (form.querySelector(".sheet-count"))
  if (!line) return
  form.addEventListener("change", () => show(form, line))
  show(form, line)
}

/** @param {HTMLFormElement} form @param {HTMLElement} line */
function show(form, line) {
  const which = /** @type {HTMLInputElement | null} */ (form.querySelector("[name=pilihan]:checked"))
  const begin = /** @type {HTMLInputElement | null} */ (form.querySelector("[name=mulai]:checked"))
  const labels = which?.dataset.count
  const sheets = labels && sheetsFor(Number(labels), Number(line.dataset.perSheet), Number(begin?.value ?? 1))
  line.textContent = labels ? filled(line.dataset.words ?? "", { labels, sheets: String(sheets) }) : ""
}

/**
 * @param {number} labels @param {number} perSheet
 * @param {number} begin the first free place, counted from one
 */
export function sheetsFor(labels, perSheet, begin) {
  return labels ? Math.ceil((labels + begin - 1) / perSheet) : 0
}

/** @param {string} words @param {Record<string, string>} gaps */
function filled(words, gaps) {
  return words.replace(/\{(\w+)\}/g, (gap, name) => gaps[name] ?? gap)
}
