/** Masuk: once per phone; afterwards the device key keeps the session open. */
import { el, fill } from "../../shared/dom.js"
import { missingIn, sayAll, sayAt } from "../faults.js"
import { languages } from "../languages.js"
import { signIn } from "../session.js"
import { alert, busy, field, heading } from "../ui.js"
import { t } from "../words.js"

/** @type {import("../app.js").Open} */
export async function open(app, root) {
  const problem = el("div", { "aria-live": "assertive" })
  const send = el("button", { type: "submit", class: "button wide" }, t("sign_in"))
  const form = el(
    "form",
    { novalidate: true, onsubmit: submit, oninput: ({ target }) => sayAt(target, "") },
    problem,
    ...fields(),
    send,
  )
  fill(
    root,
    heading(t("sign_in")),
    el("p", { class: "muted" }, t("sign_in_hint")),
    form,
    el("p", { class: "note" }, t("trip_hint")),
    languages(),
  )

  /** @param {SubmitEvent} event */
  function submit(event) {
    event.preventDefault()
    void busy(send, () => tryIn(app, form, problem))
  }
  return () => undefined
}

/** @param {import("../app.js").App} app @param {HTMLFormElement} form @param {HTMLElement} problem */
async function tryIn(app, form, problem) {
  const [username = "", password = ""] = ["username", "password"].map((name) =>
    String(new FormData(form).get(name) ?? ""),
  )
  fill(problem)
  if (sayAll(form, missingIn({ username: username.trim(), password }))) return
  const answer = await signIn({ username: username.trim(), password })
  if (!answer.session) return fill(problem, alert(answer.problem || t("sign_in_failed"), "bad"))
  fill(problem, alert(t("preparing"), "info"))
  const { arrive } = await import("../arrive.js")
  await arrive(app, answer.session.user)
}

function fields() {
  const password = field("password", t("password"), {
    type: "password",
    autocomplete: "current-password",
    required: true,
  })
  const input = /** @type {HTMLInputElement} */ (password.querySelector("input"))
  const reveal = el("input", {
    type: "checkbox",
    onchange: () => (input.type = reveal.checked ? "text" : "password"),
  })
  return [
    field("username", t("username"), {
      type: "text",
      autocomplete: "username",
      autocapitalize: "none",
      spellcheck: "false",
      required: true,
    }),
    password,
    el("label", { class: "tick" }, reveal, el("span", {}, t("show_password"))),
  ]
}
