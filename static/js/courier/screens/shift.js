/** Sehat: what a courier declares before taking packages over, and kind words for who had better stay at home. */
import { el, fill } from "../../shared/dom.js"
import { acceptAll } from "../accept.js"
import { isToAccept, knownTo } from "../round.js"
import { askedOf, declare, heldLabels, isFit, lastDeclared, skipAdvice } from "../shift.js"
import { alert, busy, button, choices, heading, icon } from "../ui.js"
import { learnShiftWords, t } from "../words.js"

/**
 * @typedef {import("../shift.js").Asked} Asked
 * @typedef {object} Form
 * @property {import("../app.js").App} app @property {HTMLElement} root @property {Asked} asked @property {string[]} held
 * @property {Record<string, boolean | undefined>} answers  true: passed; undefined: not answered yet
 */

/** @type {import("../app.js").Open} */
export async function open(app, root) {
  const user = app.session?.user ?? ""
  const [{ round, parcels }, last] = await Promise.all([
    knownTo(user),
    app.session ? lastDeclared(app.session) : null,
    learnShiftWords(),
  ])
  const waiting = parcels.filter(isToAccept)
  const asked = round && askedOf(round, waiting.length ? waiting : parcels)
  const form = asked && { app, root, asked, held: heldLabels(), answers: {} }
  if (!form) fill(root, heading(t("shift.title")), alert(t("shift.not_asked"), "info"), home(app))
  else if (last === false) fill(root, ...resting(form))
  else fill(root, ...questions(form))
  return () => undefined
}

/** @param {import("../app.js").App} app */
const home = (app) => button(t("nav_round"), "quiet wide", () => app.go("putaran"), "list")

/** @param {Form} form */
function questions(form) {
  const { asked, app } = form
  const said = el("div", { "aria-live": "assertive" })
  const send = button(t("shift.send"), "wide big", () => void busy(send, () => sendIt(form, said)), "check")
  send.dataset.do = "declare"
  const kind = el("div", { "aria-live": "polite" })
  const show = () => {
    const ill = form.answers.temperature === false || form.answers.symptoms === false
    const words = send.querySelector("span")
    if (words) words.textContent = t(ill ? "shift.send_ill" : "shift.send")
    fill(kind, ill && alert(t("shift.stay"), "warn"))
  }
  const later = button(t("shift.later"), "plain", () => putOff(form))
  return [
    heading(t("shift.title")),
    el("p", {}, t(asked.rule.mode === "advice" ? "shift.why_advice" : "shift.why")),
    ...asks(form, show),
    kind,
    el("p", { class: "hint" }, t("shift.private")),
    said,
    el("div", { class: "stack" }, send, asked.rule.mode === "advice" ? later : home(app)),
  ]
}

/** @param {Form} form @param {() => void} show */
function asks(form, show) {
  const { rule } = form.asked
  const limit = t("shift.limit", { c: (rule.temp_max / 10).toFixed(1).replace(".", t("shift.comma")) })
  /** @type {[string, boolean, string][]} */
  const all = [
    ["temperature", true, limit],
    ["symptoms", rule.symptoms, ""],
    ["mask", rule.mask, ""],
    ["hands", rule.hands, ""],
  ]
  return all.filter(([, isAsked]) => isAsked).map(([name, , gap]) => one(form, name, gap, show))
}

/** @param {Form} form @param {string} name @param {string} limit @param {() => void} show */
function one({ answers }, name, limit, show) {
  const offered = /** @type {[string, string][]} */ (
    ["pass", "fail"].map((value) => [value, t(`shift.${name}.${value}`, { limit })])
  )
  const chosen = (/** @type {string} */ value) => {
    answers[name] = value === "pass"
    show()
  }
  const box = choices(`shift-${name}`, t(`shift.${name}`), offered, null, chosen)
  return el("section", { class: "part", id: `part-${name}` }, box)
}

/** @param {Form} form @param {HTMLElement} said */
async function sendIt(form, said) {
  const { app, asked, answers, held, root } = form
  const given = answersOf(asked, answers)
  const unsaid = Object.entries(given).find(([, answer]) => answer === undefined)?.[0]
  if (unsaid) return missing(root, unsaid, said)
  const whole = /** @type {import("../shift.js").ShiftAnswers} */ (given)
  const ill = whole.temperature === false || whole.symptoms === false
  if (!ill && !isFit(whole)) return fill(said, alert(t("shift.fetch"), "warn"))
  try {
    await declare(app, asked, ill ? illOnly(whole) : whole)
  } catch {
    return fill(said, alert(t("shift.not_kept"), "bad"))
  }
  if (ill) return fill(root, ...resting(form))
  await goOn(app, held)
}

/** Whoever is ill has nothing to carry along, and is not asked for it. @param {import("../shift.js").ShiftAnswers} answers */
const illOnly = ({ temperature, symptoms }) => ({
  temperature,
  ...(symptoms === undefined ? {} : { symptoms }),
})

/** What is asked, in order; of an ill courier only what makes him so. @param {Asked} asked @param {Form["answers"]} answers */
function answersOf({ rule }, answers) {
  const names = [
    "temperature",
    ...["symptoms", "mask", "hands"].filter((name) => rule[/** @type {"mask"} */ (name)]),
  ]
  const ill = answers.temperature === false || answers.symptoms === false
  const wanted = ill ? names.slice(0, rule.symptoms ? 2 : 1) : names
  return Object.fromEntries(wanted.map((name) => [name, answers[name]]))
}

/** @param {HTMLElement} root @param {string} name @param {HTMLElement} said */
function missing(root, name, said) {
  fill(said, alert(t("shift.answer_all"), "warn"))
  root.querySelector(`#part-${name}`)?.scrollIntoView({ block: "start" })
  const field = root.querySelector(`#part-${name} input`)
  if (field instanceof HTMLElement) field.focus({ preventScroll: true })
}

/** The packages whose button led here are taken over at once. @param {import("../app.js").App} app @param {string[]} held */
async function goOn(app, held) {
  const { parcels } = await knownTo(app.session?.user ?? "")
  const taken = parcels.filter((parcel) => isToAccept(parcel) && held.includes(parcel.pkg))
  const done = taken.length ? await acceptAll(app, taken).catch(() => false) : false
  app.news = done ? t("shift.taken", { n: taken.length }) : t("shift.kept")
  app.go("putaran")
}

/** @param {Form} form */
function putOff({ app, held }) {
  skipAdvice(app.session?.user ?? "")
  void goOn(app, held)
}

/** @param {Form} form */
function resting(form) {
  const { app, asked, root } = form
  const phone = app.session?.office.phone ?? ""
  const call = phone
    ? el("a", { class: "button wide", href: `tel:${phone}` }, icon("call"), el("span", {}, t("call_office")))
    : null
  const again = button(t("shift.again"), "quiet wide", () => fill(root, ...questions(form)), "edit")
  again.dataset.do = "declare-again"
  return [
    heading(t("shift.title")),
    alert(t("shift.rest"), "warn"),
    el(
      "ul",
      {},
      ...["shift.rest_home", "shift.rest_office", "shift.rest_parcels"].map((key) => el("li", {}, t(key))),
    ),
    el(
      "div",
      { class: "stack" },
      call,
      again,
      asked.rule.mode === "advice" ? button(t("shift.later"), "plain", () => putOff(form)) : home(app),
    ),
  ]
}
