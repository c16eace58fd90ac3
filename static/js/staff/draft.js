/**
 * Keeps what an officer has collected for a handover on the server after every change, under an address of its own: a
 * reload, or coming back, finds it again. What ended with the session is on the page still, until somebody is in again.
 */
import { maySend } from "./stay.js"

/** @type {Promise<unknown>} */
let saving = Promise.resolve()
let waits = false

/** @param {HTMLFormElement} form  Two changes at once are one save; saves follow one another. */
export function keepDraft(form) {
  if (waits) return
  waits = true
  saving = saving.then(() => save(form))
}

/** @param {HTMLFormElement} form */
async function save(form) {
  waits = false
  const body = new FormData(form)
  body.set("aksi", "simpan")
  body.delete("pindai")
  try {
    const answer = await fetch(form.action, { method: "POST", body })
    // A session that has ended leads to the sign-in page, which says 200, too.
    if (answer.ok && !answer.redirected) history.replaceState(null, "", form.dataset.draft ?? "")
  } catch {
    // Not kept: the form on the screen is whole all the same, and the next change tries again.
  }
}

/**
 * The form goes out after the last save, or the save would overwrite what the form leaves behind; and it goes once.
 * Where nobody is in any more it stays, with its ticks: the sign-in page would know nothing of them.
 * @param {SubmitEvent} event @param {HTMLFormElement} form @param {HTMLElement | null} pressed
 */
export function settled(event, form, pressed) {
  if (form.dataset.settled) return
  event.preventDefault()
  if (form.hasAttribute("aria-busy")) return
  form.setAttribute("aria-busy", "true")
  pressed?.setAttribute("aria-busy", "true")
  // In a task of its own: inside the event that it answers, the browser silently ignores a second submission.
  void saving.then(maySend).then((may) =>
    setTimeout(() => {
      if (!may) return release(form)
      form.dataset.settled = "yes"
      form.requestSubmit(pressed)
    }),
  )
}

/** @param {HTMLFormElement} form */
function release(form) {
  delete form.dataset.settled
  form.removeAttribute("aria-busy")
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy")
}

// Coming back with the back button shows the page as it was left.
addEventListener("pageshow", () => {
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (
    document.querySelectorAll("form[data-settled]")
  ))
    release(form)
})
