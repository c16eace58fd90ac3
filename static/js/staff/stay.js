/**
 * Before the session ends by itself, a page with a form asks whether to stay; when it has ended, what was typed is still
 * here, and can be sent after signing in again in another tab. The server is asked before anything is said: work in
 * another tab counts as well. Whoever sends by script asks maySend() first. Without script the sign-in page says what
 * happened.
 */

const WARN_S = 120
const LOOK_S = 20

/** @typedef {"soon" | "last" | "over" | "other" | ""} When */
/** @typedef {{ left: number, token: string, whose: string }} Answer */

/** @param {HTMLElement} box */
export function start(box) {
  if (!document.querySelector("main form[method=post]")) return
  here = box
  box.querySelector("[data-stay]")?.addEventListener("click", () => void look(box, "POST"))
  addEventListener("focus", () => {
    if (!box.hidden) void look(box)
  })
  lookIn(box, Number(box.dataset.left) - WARN_S)
}

/** Whether whoever is in now is who opened this page, and its forms have a token that counts; if not, it was said how to
 * go on. Where nobody answers, nothing is known, and nothing held back. */
export const maySend = async () => !here || look(here)

/** @type {HTMLElement | undefined} */
let here
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer
let asked = false // and it did not help: the session is as old as one may be

/** @param {HTMLElement} box @param {number} seconds */
function lookIn(box, seconds) {
  clearTimeout(timer)
  timer = setTimeout(() => void look(box), Math.max(1, seconds) * 1000)
}

/** @param {HTMLElement} box @param {"GET" | "POST"} [method]  POST stays in. */
async function look(box, method = "GET") {
  const answer = await ask(box.dataset.ask ?? "", method)
  if (answer === undefined) lookIn(box, LOOK_S)
  else if (answer === null) show(box, "over")
  // What is typed here is the word of whoever opened the page: nobody else's token goes with it.
  else if (answer.whose !== box.dataset.whose) show(box, "other")
  else renew(box, answer, method)
  return answer === undefined || answer?.whose === box.dataset.whose
}

/** @param {HTMLElement} box @param {Answer} answer @param {string} method */
function renew(box, answer, method) {
  for (const field of tokens()) field.value = answer.token
  tell(box, answer.left, method)
}

/** @param {HTMLElement} box @param {number} left @param {string} method */
function tell(box, left, method) {
  if (left > WARN_S) {
    show(box, "")
    return lookIn(box, left - WARN_S)
  }
  asked ||= method === "POST"
  show(box, asked ? "last" : "soon")
  lookIn(box, Math.min(left, LOOK_S))
}

/** @param {string} address @param {string} method @returns {Promise<Answer | null | undefined>} null: nobody is in any more; nothing when nobody answered */
async function ask(address, method) {
  const body = new FormData()
  body.set("csrf_token", tokens()[0]?.value ?? "")
  try {
    const answer = await fetch(address, method === "GET" ? {} : { method, body })
    if (answer.redirected) return null
    return answer.ok ? await answer.json() : undefined
  } catch {
    return undefined
  }
}

const tokens = () =>
  /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=csrf_token]"))

/** @param {HTMLElement} box @param {When} when */
function show(box, when) {
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll("[data-when]")))
    part.hidden = part.dataset.when !== when
  box.hidden = !when
}
