/** The office asks: a citizen says that a package has not arrived. One question, six answers, own words; and below it
 * how earlier cases ended. */
import { el, fill } from "../../shared/dom.js"
import {
  answerQuestion,
  DECIDED,
  lastQuestions,
  lastVerdicts,
  lookForQuestions,
  markRead,
} from "../questions.js"
import { knownTo } from "../round.js"
import { alert, badge, busy, button, choices, empty, heading } from "../ui.js"
import { learnQuestionWords, moment, t } from "../words.js"

const ACCOUNTS = ["to_recipient", "to_family", "to_other", "still_here", "not_handed_over", "not_sure"]

/** @type {import("../app.js").Open} */
export async function open(app, root) {
  await learnQuestionWords()
  const said = el("div", { "aria-live": "polite" })
  const list = el("div")
  fill(root, heading(t("asked_title")), said, list)
  await lookForQuestions(app.session)
  const { parcels } = await knownTo(app.session?.user ?? "")
  draw()
  return () => undefined

  /** With the name, as long as this phone has it: nobody remembers a number. @param {string} alias */
  function whose(alias) {
    const parcel = parcels.find((one) => one.alias === alias)
    return parcel ? `${parcel.recipient.name} · ${alias}` : alias
  }

  function draw() {
    const asked = lastQuestions(app.session)
    const back = button(t("nav_round"), "quiet wide", () => app.go("putaran"), "chevron-left")
    const none = empty(t("asked_none"), t("asked_none_text"))
    const cards = asked.length ? asked.map((one) => card(one, whose(one.alias), answered)) : [none]
    fill(list, ...cards, verdicts(lastVerdicts(app.session), whose), back)
  }

  /** @param {boolean} heard */
  function answered(heard) {
    fill(said, heard ? alert(t("asked_thanks"), "good") : alert(t("asked_decided"), "warn"))
    draw()
    root.querySelector("h1")?.focus()
  }
}

/** Said without a citizen's word. @param {import("../questions.js").Verdict[]} found @param {(alias: string) => string} whose */
function verdicts(found, whose) {
  markRead(found)
  if (!found.length) return null
  const lines = found.map((one) => {
    const when = one.handed_over_at ? moment(one.handed_over_at) : "–"
    const times = t("found_text", { when, at: moment(one.decided_at) })
    const tone = one.verdict === "delivered_confirmed" ? "good" : "warn"
    return [el("h3", {}, whose(one.alias)), badge(t(`found.${one.verdict}`), tone), el("p", {}, times)]
  })
  const why = el("p", { class: "muted" }, t("found_why"))
  return el("section", { class: "card" }, el("h2", {}, t("found_title")), ...lines.flat(), why)
}

/** @param {import("../questions.js").Question} one @param {string} title @param {(heard: boolean) => void} answered */
function card(one, title, answered) {
  let account = ""
  const id = `asked-${one.id}`
  const text = el("textarea", { id, rows: 3, maxlength: 500 })
  const wrong = el("div", { "aria-live": "assertive" })
  const offered = /** @type {[string, string][]} */ (ACCOUNTS.map((code) => [code, t(`account.${code}`)]))
  const when = one.handed_over_at ? moment(one.handed_over_at) : "–"
  const send = button(t("asked_send"), "wide", () => void busy(send, sending), "check")
  return el(
    "section",
    { class: "card" },
    el("h2", {}, title),
    el("p", {}, t("asked_text", { when })),
    choices(`account-${one.id}`, t("asked_what"), offered, null, (value) => (account = value)),
    el("label", { for: id }, t("asked_words"), " ", el("small", {}, t("optional"))),
    text,
    wrong,
    send,
  )

  async function sending() {
    if (!account) return fill(wrong, alert(t("asked_choose"), "warn"))
    const problem = await answerQuestion(one.id, { account, text: text.value })
    if (problem === null || problem === DECIDED) return answered(problem === null)
    fill(wrong, alert(problem || t("no_network"), "bad"))
  }
}
