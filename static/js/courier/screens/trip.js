/** A handover QR: an ojol driver without an account takes the packages of one trip. */
import { el, fill } from "../../shared/dom.js"
import { sendAhead } from "../ahead.js"
import { serverNow } from "../clock.js"
import { faultsIn, missingIn, sayAll, sayAt } from "../faults.js"
import {
  claimFor,
  forgetDriver,
  keepTyped,
  noteDriver,
  noteSent,
  noteTaken,
  offered,
  sentBefore,
  takenBy,
  timeLeft,
  typedBefore,
} from "../form_kept.js"
import { claimTrip, lookAtTrip } from "../session.js"
import { alert, busy, button, field, heading, icon } from "../ui.js"
import { sessionOf } from "../who.js"
import { learnMetWords, t } from "../words.js"

const USED_UP = 410

/** @type {import("../app.js").Open} */
export async function open(app, root, token) {
  const mine = takenBy(token)
  const trip = mine && (await sessionOf(mine))
  if (trip && !trip.left) return backTo(app, mine)
  const stop = followQr()
  fill(root, heading(t("trip")), el("p", { "aria-busy": "true" }, t("wait")))
  const look = await lookAtTrip(token, sendAhead(token))
  if (look.status === 200 && look.json) {
    const close = showForm(app, root, token, look.json)
    return () => (stop(), close())
  }
  const gone = look.status === USED_UP
  if (gone && (await isMine(app, token))) return stop
  showProblem(app, root, gone && trip ? await leftHere() : whyClosed(look), gone)
  return stop
}

/** On this very phone, by whoever has signed out since. */
const leftHere = () => learnMetWords().then(() => t("trip_left_here"))

/** @param {import("../ask.js").Reply} look */
const whyClosed = ({ problem }) => (problem ? problem.detail || t("trip_closed") : t("no_network"))

/** A second QR opened in this tab changes only what is behind the #: no page is loaded for it. @returns {() => void} stop */
function followQr() {
  const follow = () => isQr() && location.reload()
  addEventListener("hashchange", follow)
  return () => removeEventListener("hashchange", follow)
}

/** The leap past the menu has an element's name behind the #. */
const isQr = () =>
  location.pathname === "/kurir/serah" && !document.getElementById(location.hash.slice(1) || "app")

/** He had pressed "Mulai antar", and the answer got lost: asked once more, the same claim brings his trip. @param {import("../app.js").App} app @param {string} token */
async function isMine(app, token) {
  const sent = sentBefore(token)
  const { session } = sent ? await claimTrip({ token, ...sent }) : { session: null }
  if (sent && session) await took(app, token, sent, session.user)
  return session !== null
}

/** The QR is used up by this very phone. @param {import("../app.js").App} app @param {string} user */
async function backTo(app, user) {
  const { goTo } = await import("../trips_here.js")
  history.replaceState(null, "", "/kurir/")
  app.news = t("trip_yours")
  await goTo(app, user)
  return () => undefined
}

/** Whoever has a round here, perhaps from this very QR, finds the way back to it. @param {import("../app.js").App} app @param {HTMLElement} root @param {string} text @param {boolean} gone  For good: another try brings nothing. */
function showProblem(app, root, text, gone) {
  const again = gone ? null : button(t("retry"), "quiet wide", () => location.reload(), "sync")
  const round =
    app.session &&
    el("a", { class: "button wide", href: "/kurir/" }, icon("list"), el("span", {}, t("nav_round")))
  const half = typedBefore().name ? el("p", { class: "note" }, t("trip_kept")) : null
  fill(root, heading(t("trip")), alert(text, "bad"), half, el("div", { class: "stack" }, round, again))
}

/** @param {import("../app.js").App} app @param {HTMLElement} root @param {string} token @param {import("../../types/courier-api.js").TripLookOut} trip */
function showForm(app, root, token, trip) {
  const problem = el("div", { "aria-live": "assertive" })
  const left = el("p", { class: "time-left" })
  const secret = claimFor(token)
  const send = el("button", { type: "submit", class: "button wide big" }, t("trip_start"))
  const form = el(
    "form",
    { novalidate: true, onsubmit: submit, oninput: typed },
    problem,
    whose(),
    ...fields(offered()),
    el("p", { class: "note" }, t("trip_consent")),
    send,
  )
  const before = el("div")
  void earlier(app).then((words) => words && fill(before, alert(words, "info")))
  const facts = el(
    "div",
    { class: "card" },
    el("strong", {}, t("trip_packages", { n: trip.packages, office: trip.office })),
    el("p", {}, t("trip_partner", { partner: trip.partner })),
    left,
  )
  fill(root, heading(t("trip")), facts, before, form)
  const stop = countDown(left, problem, Date.parse(trip.fill_by))
  return stop

  /** @param {{ target: HTMLInputElement }} event */
  function typed({ target }) {
    keepTyped(valuesOf(form))
    sayAt(target, "")
  }

  /** @param {SubmitEvent} event */
  function submit(event) {
    event.preventDefault()
    void busy(send, () => claim(app, { token, secret, form, problem, gone: () => (stop(), left.remove()) }))
  }
}

/** Nothing of an earlier trip is lost by taking another. @param {import("../app.js").App} app @returns {Promise<string>} */
async function earlier({ session }) {
  if (session?.kind !== "trip") return ""
  const [{ nameOf, openIn }] = await Promise.all([import("../trips_here.js"), learnMetWords()])
  const trip = await openIn(session.user)
  const n = trip.bag.length || trip.open.length || trip.forms
  return n ? t(trip.bag.length ? "trip_before_over" : "trip_before", { n, trip: nameOf(trip) }) : ""
}

/** By the server's clock: a phone's may be wrong. @param {HTMLElement} left @param {HTMLElement} problem @param {number} ends @returns {() => void} stop */
function countDown(left, problem, ends) {
  const timer = setInterval(tick, 1_000)
  tick()
  return () => clearInterval(timer)

  function tick() {
    const time = timeLeft(ends - serverNow())
    left.textContent = t(time ? "trip_left" : "trip_late", { time })
    if (time) return
    clearInterval(timer)
    fill(problem, alert(t("trip_closed"), "warn", el("p", {}, t("trip_kept"))))
  }
}

/** @param {HTMLFormElement} form */
function valuesOf(form) {
  const [name = "", phone = "", plate = ""] = ["name", "phone", "plate"].map((key) =>
    String(new FormData(form).get(key) ?? "").trim(),
  )
  return { name, phone, plate }
}

/** @param {import("../app.js").App} app @param {{ token: string, secret: string, form: HTMLFormElement, problem: HTMLElement, gone: () => void }} trip  `gone`: no time is left when the trip is another's */
async function claim(app, { token, secret, form, problem, gone }) {
  const { name, phone, plate } = valuesOf(form)
  fill(problem)
  if (sayAll(form, missingIn({ name, phone, plate }))) return
  const typed = { name, phone, plate: plate.toUpperCase() }
  noteSent(token, typed)
  const answer = await claimTrip({ token, claim: secret, ...typed })
  if (!answer.session) {
    if (answer.gone) gone()
    if (sayAll(form, faultsIn(answer.faults))) return
    return fill(problem, alert(answer.problem || t("no_network"), "bad", name && el("p", {}, t("trip_kept"))))
  }
  fill(problem, alert(t("preparing"), "info"))
  await took(app, token, typed, answer.session.user)
}

/** @param {import("../app.js").App} app @param {string} token @param {import("../form_kept.js").Typed} typed @param {string} user whose the trip is */
async function took(app, token, { name, phone, plate }, user) {
  noteDriver({ name, phone, plate })
  noteTaken(token, user)
  const { arrive } = await import("../arrive.js")
  await arrive(app, user)
}

/** A phone may be lent: one tap empties the form, and the words say where its content comes from. */
function whose() {
  const { name = "", phone = "", plate = "" } = offered()
  if (!name && !phone && !plate) return null
  const empty = button(t("trip_empty"), "quiet", emptied, "x-circle")
  empty.dataset.do = "empty"
  const said = alert(t("trip_filled"), "info", empty)
  return said

  function emptied() {
    forgetDriver()
    const inputs = /** @type {NodeListOf<HTMLInputElement>} */ (
      said.closest("form")?.querySelectorAll("input")
    )
    for (const input of inputs) input.value = ""
    said.remove()
    inputs[0]?.focus()
  }
}

/** @param {Partial<import("../form_kept.js").Typed>} offered */
function fields({ name, phone, plate }) {
  return [
    field("name", t("your_name"), {
      value: name,
      type: "text",
      autocomplete: "name",
      required: true,
      maxlength: 120,
    }),
    field("phone", t("your_phone"), {
      value: phone,
      type: "tel",
      autocomplete: "tel",
      inputmode: "tel",
      required: true,
      maxlength: 30,
    }),
    field("plate", t("your_plate"), {
      value: plate,
      type: "text",
      autocapitalize: "characters",
      autocomplete: "off",
      required: true,
      maxlength: 16,
    }),
  ]
}
