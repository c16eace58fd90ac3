/** One tick box for all of a form: <label hidden data-module="staff/tick-all"><input type="checkbox">…</label>. */

/** @param {HTMLElement} label */
export function start(label) {
  const form = label.closest("form")
  const all = label.querySelector("input")
  if (!form || !all) return
  const boxes = () =>
    /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input[type=checkbox][name]")])
  label.hidden = false
  all.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked
  })
  form.addEventListener("change", () => {
    const ticked = boxes().filter((box) => box.checked).length
    all.checked = ticked === boxes().length
    all.indeterminate = ticked > 0 && !all.checked
  })
}
