/** What a reason asks before the courier may give up: a choice, tries to reach somebody, minutes at the door, a note. */
import { el, fill } from "../../shared/dom.js"
import { mayCall, minutesLeft } from "../giving_up.js"
import { callTo, whatsappTo } from "../reach.js"
import { nextOf } from "../reasons.js"
import { alert, button, choices, icon } from "../ui.js"
import { moment, say, t } from "../words.js"
import { besides, numberField } from "./beside_part.js"

const TICK_MS = 1_000
const LONGEST_NOTE = 300

/** @typedef {import("./capture.js").Job} Job @typedef {import("../reasons.js").Asks} Asks */

/** @param {Job} job @param {Asks | null} asks @param {(reason: string) => void} choose another reason @returns {import("../../shared/dom.js").Child[]} */
export function demands(job, asks, choose) {
  if (!asks) return []
  return [
    asks.pick ? pick(job, asks, asks.pick) : null,
    ...besides(job, asks),
    asks.tries ? tries(job, asks) : null,
    asks.wait ? wait(job, asks.wait, choose) : null,
    !asks.silent && note(job, asks.note ?? 0),
    alert(`${t("next")} ${nextWords(job)}`, "info"),
  ]
}

/** What becomes of the package, as the courier is told before "Selesai" and after it. @param {Job} job */
export const nextWords = ({ draft, parcel, policy }) => say("next", nextOf(draft.reason, parcel, policy))

/** @param {Job} job @param {Asks} asks @param {string[]} offered */
function pick(job, asks, offered) {
  const legend = `${t("detail")}: ${t(`pick.${job.draft.reason}`)}`
  const words = /** @type {[string, string][]} */ (offered.map((detail) => [detail, detailWords(detail)]))
  const more = el("div")
  const follow = () => fill(more, numberField(job, asks))
  const choose = (/** @type {string} */ detail) => (job.change({ detail }), follow())
  const box = choices("detail", legend, words, job.draft.detail, choose)
  box.dataset.need = "detail"
  follow()
  return el("div", {}, box, more)
}

/** Some are relations, which have words already. @param {string} detail */
export const detailWords = (detail) => {
  const said = say("detail", detail)
  return said === detail ? say("rel", detail) : said
}

/** @param {Job} job @param {Asks} asks */
function tries(job, { ways = 1, afar = false }) {
  const list = el("p", { class: "hint", "aria-live": "polite" })
  const box = el("div", { class: "tries", "data-need": "tries" })
  const log = (/** @type {import("../types.js").ContactTry["way"]} */ way) => {
    job.change({ tries: [...job.draft.tries, { way, at: new Date().toISOString() }].slice(-10) })
    draw()
  }
  const draw = () =>
    fill(
      list,
      job.draft.tries.map(({ way, at }) => `${say("way", way)} ${moment(at)}`).join(" · ") || t("tries_none"),
    )
  draw()
  fill(
    box,
    el("h3", {}, t(ways > 1 ? "tries_two" : "tries")),
    afar && mayCall(job.parcel) && el("p", { class: "hint" }, t("tries_afar")),
    el("div", { class: "row" }, ...reaches(job, log)),
    list,
  )
  return box
}

/** @param {Job} job @param {(way: import("../types.js").ContactTry["way"]) => void} log */
function reaches({ parcel }, log) {
  const { phone } = parcel.recipient
  const chat = phone && whatsappTo(phone)
  return [
    phone && away(callTo(phone), t("call"), "call", () => log("call")),
    chat && away(chat, "WhatsApp", "phone", () => log("whatsapp")),
    button(t("knocked"), "quiet", () => log("knock"), "home"),
  ]
}

/** A link into another app. @param {string} href @param {string} text @param {string} picture @param {() => void} onclick */
export function away(href, text, picture, onclick = () => undefined) {
  const look = { class: "button quiet", href, target: "_blank", rel: "noopener noreferrer", onclick }
  return el("a", look, icon(picture), el("span", {}, text))
}

/** Whoever cannot wait says so: nobody is pushed into inventing a visit. @param {Job} job @param {number} minutes @param {(reason: string) => void} choose */
function wait(job, minutes, choose) {
  const left = el("strong", {})
  const honest = button(t("cannot_wait"), "plain", () => choose("not_attempted"))
  const box = el("div", { class: "wait", "data-need": "wait" }, el("p", {}, left), honest)
  const tick = () => {
    const rest = minutesLeft(job.draft, minutes, Date.now())
    left.textContent = rest ? t("wait_left", { time: rest }) : t("waited", { n: minutes })
    honest.hidden = !rest
    if (!rest) clearInterval(timer)
    job.refresh()
  }
  const timer = setInterval(() => (box.isConnected ? tick() : clearInterval(timer)), TICK_MS)
  job.ends.push(() => clearInterval(timer))
  queueMicrotask(tick)
  return box
}

/** @param {Job} job @param {number} least letters */
function note(job, least) {
  const text = el("textarea", {
    id: "note",
    rows: 2,
    maxlength: LONGEST_NOTE,
    oninput: () => job.change({ note: text.value }),
  })
  text.value = job.draft.note
  const label = [t(least > 3 ? "note_long" : "note", { n: least }), least ? "" : t("optional")]
    .join(" ")
    .trim()
  return el("div", { class: "field", "data-need": "note" }, el("label", { for: "note" }, label), text)
}
