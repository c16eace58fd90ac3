/**
 * Asks before a form goes out: <form data-module="shared/confirm" data-dialog="ask-cancel">.
 * The dialog's "yes" sends the form with the button that was pressed. Without script the form goes out
 * at once, so what must not happen by accident is asked again by the server.
 */

/** @param {HTMLElement} element */
export function start(element) {
  const form = /** @type {HTMLFormElement} */ (element)
  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById(form.dataset.dialog ?? ""))
  if (!dialog) throw new Error("confirm: data-dialog names no dialog")
  form.addEventListener("submit", (event) => {
    // What is not filled in is no decision yet: the server says what is missing.
    if (dialog.returnValue === "yes" || !form.checkValidity()) return
    event.preventDefault()
    ask(dialog, form, /** @type {HTMLElement | null} */ (event.submitter))
  })
}

/** @param {HTMLDialogElement} dialog @param {HTMLFormElement} form @param {HTMLElement | null} pressed */
function ask(dialog, form, pressed) {
  dialog.returnValue = ""
  dialog.showModal()
  dialog.addEventListener(
    "close",
    () => {
      if (dialog.returnValue === "yes") form.requestSubmit(pressed)
      dialog.returnValue = ""
    },
    { once: true },
  )
}
