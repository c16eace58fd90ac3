/** A trip that is over: what is still in the bag is the office's now, and goes back by its number. */
import { el, fill } from "../../shared/dom.js"
import { callTo } from "../reach.js"
import { isTakenBack, setBagDown, toBringBack } from "../trips_here.js"
import { alert, busy, button, icon } from "../ui.js"
import { grouped, learnMetWords, t } from "../words.js"

/** @param {import("../round.js").Known} known @param {string} user @param {HTMLElement} news @returns {Promise<HTMLElement[]>} */
export async function ended({ round, inBag }, user, news) {
  await learnMetWords()
  const why = t(isTakenBack(round) ? "trip_taken_back" : "trip_ended")
  const said = alert(why, "warn", el("p", {}, t("trip_ended_text")), call(round?.office.phone))
  const envelopes = await toBringBack(user, inBag)
  return envelopes.length ? [said, bag(envelopes, user, news)] : [said]
}

/** @param {string} [phone] */
function call(phone) {
  if (!phone) return null
  const look = { class: "button quiet", href: callTo(phone) }
  return el("a", look, icon("call"), el("span", {}, t("call_office")))
}

/** @param {import("../round.js").Envelope[]} envelopes @param {string} user @param {HTMLElement} news */
function bag(envelopes, user, news) {
  const down = button(t("bag_down"), "quiet wide", () => surely(user, news), "home")
  down.dataset.do = "bag-down"
  return el(
    "section",
    { class: "card", "data-bag": envelopes.map(({ pkg }) => pkg).join(" ") },
    el("h2", {}, t("bag", { n: envelopes.length })),
    el("p", {}, t("bag_text")),
    el("ul", {}, ...envelopes.map(numbers)),
    down,
  )
}

/** As they stand on the label. @param {import("../round.js").Envelope} envelope */
const numbers = ({ pkg, alias }) =>
  el("li", {}, el("strong", {}, grouped(alias)), el("br"), el("code", {}, grouped(pkg)))

/** Nothing else names the envelopes: one slip of a thumb must not forget them. @param {string} user @param {HTMLElement} news */
function surely(user, news) {
  const yes = button(t("bag_yes"), "wide", () => void busy(yes, down), "check")
  yes.dataset.do = "bag-sure"
  fill(
    news,
    alert(
      t("bag_sure"),
      "info",
      yes,
      button(t("cancel"), "quiet wide", () => fill(news)),
    ),
  )
  news.scrollIntoView({ block: "nearest" })
  yes.focus()

  const down = () => setBagDown(user).then(() => fill(news))
}
