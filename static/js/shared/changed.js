/** Whether somebody has typed or chosen something since the page came. */

/** @param {Element} field */
export function isChanged(field) {
  if (field instanceof HTMLSelectElement) return field.selectedIndex !== preset(field)
  // A tick without a value of its own reads "on", which is no one's doing.
  if (isTick(field)) return field.checked !== field.defaultChecked
  return "defaultValue" in field && "value" in field && field.value !== field.defaultValue
}

/** @param {HTMLSelectElement} field  The browser shows the first line where the page names none. */
const preset = (field) =>
  Math.max(0, [...field.options].map((line) => line.defaultSelected).lastIndexOf(true))

/** @param {Element} field @returns {field is HTMLInputElement} */
export const isTick = (field) =>
  field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type)
