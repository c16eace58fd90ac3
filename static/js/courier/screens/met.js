/** What the scanner says of the package it met: a question that one tap answers, or why nothing opens. The camera reads on. */
import { el, fill } from "../../shared/dom.js"
import { acceptAll, giveBack } from "../accept.js"
import { signal } from "../feedback.js"
import { isToAccept } from "../round.js"
import { alert, busy, button } from "../ui.js"
import { grouped, learnMetWords, moment, say, t } from "../words.js"

/**
 * @typedef {{ accepted: Set<string>, returned: Set<string> }} Visit  What was passed on since the scanner opened.
 * @typedef {object} Met
 * @property {import("../app.js").App} app @property {Visit} visit
 * @property {{ view: HTMLElement, said: HTMLElement }} stage
 * @property {import("../round.js").Recognised} found @property {string | null} id as read or typed
 * @property {import("../types.js").WaitingRow | undefined} handed the delivery frozen on this phone
 * @property {boolean} [over] the trip has ended
 */

/** After the last attempt nobody is sent out again; whoever meets the recipient all the same records what happened. @type {Record<string, (met: Met, parcel: import("../types.js").PackageOut) => HTMLElement>} */
const QUESTIONS = {
  accept: (met, parcel) =>
    question(
      parcel,
      "found.accept",
      pressed(met, "accept", "wide big", () => take(met, parcel)),
    ),
  failed: (met, parcel) =>
    parcel.to_counter
      ? question(parcel, "found.used_up", goesBack(met, parcel, "wide big"), deliverNow(met, parcel))
      : question(
          parcel,
          "found.failed",
          button(t("try_again"), "wide big", () => met.app.go(`serah/${parcel.pkg}`), "package"),
          goesBack(met, parcel, "quiet wide"),
        ),
  ready: (met, parcel) => question(parcel, "found.taken", deliverNow(met, parcel)),
}

/** @param {Met} met */
export async function meet(met) {
  await learnMetWords()
  const { found, stage } = met
  const ask = found.parcel && QUESTIONS[found.kind]
  signal(ask ? "good" : "bad", stage.view)
  if (!found.parcel || !ask) return fill(stage.said, (await elsewhere(met)) ?? refusal(met))
  fill(stage.said, ask(met, found.parcel))
}

/** The envelope is of another trip on this phone: one tap leads to its form. @param {Met} met */
async function elsewhere({ app, found, id }) {
  if (found.kind !== "unknown" || !id) return null
  const { goTo, tripOf } = await import("../trips_here.js")
  const there = await tripOf(id, app.session?.user ?? "")
  if (!there) return ofEnded(id)
  const path = isToAccept(there.parcel) ? "putaran" : `serah/${there.parcel.pkg}`
  const go = () => void goTo(app, there.trip.user, path)
  return question(there.parcel, "found.other_trip", button(t("other_trip_open"), "wide big", go, "list"))
}

/** Whoever it was for has left this phone: where the envelope goes has not. @param {string} id */
async function ofEnded(id) {
  const { endedTripOf, nameOf } = await import("../trips_here.js")
  const trip = await endedTripOf(id)
  const words = trip?.takenBack ? "found.taken_back" : "found.ended"
  return trip && alert(t(words, { trip: nameOf(trip) }), "warn", el("code", {}, grouped(id)))
}

/** @param {import("../types.js").PackageOut} parcel @param {string} words @param {HTMLElement[]} buttons */
function question({ recipient }, words, ...buttons) {
  return el(
    "div",
    { class: "card met", role: "status" },
    el("p", {}, t(words)),
    el("strong", {}, recipient.name),
    el("p", {}, recipient.address),
    ...buttons,
  )
}

/** @param {Met} met @param {import("../types.js").PackageOut} parcel @param {string} look */
const goesBack = (met, parcel, look) =>
  button(t("give_back"), look, () => fill(met.stage.said, surely(met, parcel)), "home")

/** What went back cannot go out again without the office. @param {Met} met @param {import("../types.js").PackageOut} parcel */
function surely(met, parcel) {
  const yes = pressed(met, "give_back", "wide big", () => back(met, parcel))
  return question(
    parcel,
    "sure_back",
    yes,
    button(t("cancel"), "quiet wide", () => fill(met.stage.said)),
  )
}

/** @param {Met} met @param {"accept" | "give_back"} words @param {string} look @param {() => Promise<void>} work */
function pressed({ stage }, words, look, work) {
  const press = button(
    t(words),
    look,
    () => void busy(press, () => work().catch(() => fill(stage.said, alert(t("not_saved"), "bad")))),
    words === "accept" ? "check" : "home",
  )
  press.dataset.do = words
  return press
}

/** @param {Met} met @param {import("../types.js").PackageOut} parcel */
async function take(met, parcel) {
  if (!(await acceptAll(met.app, [parcel]))) return
  met.visit.accepted.add(parcel.pkg)
  told(met, "taken_now", { name: parcel.recipient.name, n: met.visit.accepted.size }, deliverNow(met, parcel))
}

/** @param {Met} met @param {import("../types.js").PackageOut} parcel */
async function back(met, parcel) {
  await giveBack(met.app, parcel)
  met.visit.returned.add(parcel.pkg)
  told(met, "given_back", { name: parcel.recipient.name, n: met.visit.returned.size })
}

/** @param {Met} met @param {string} words @param {Record<string, string | number>} gaps @param {HTMLElement[]} more */
function told({ stage }, words, gaps, ...more) {
  signal("good", stage.view)
  fill(stage.said, alert(t(words, gaps), "good", ...more))
}

/** @param {Met} met @param {import("../types.js").PackageOut} parcel */
function deliverNow(met, { pkg }) {
  return button(t("deliver_now"), "quiet wide", () => met.app.go(`serah/${pkg}`), "package")
}

/** @param {Met} met */
function refusal({ app, over, found: { kind, parcel }, id, handed }) {
  const words = kind === "unknown" && over ? "found.over" : `found.${kind}`
  if (!parcel) return alert(t(words), "warn", id && el("code", {}, grouped(id)))
  const gaps = { name: parcel.recipient.name, time: handed ? moment(handed.frozen_at) : "" }
  const more = kind === "review" ? [reasonWhy(handed), anew(app, parcel)] : []
  return alert(t(`found.${kind}`, gaps), "warn", ...more)
}

/** @param {import("../types.js").WaitingRow | undefined} handed a sent one says why the office looks */
const reasonWhy = (handed) => handed && "why" in handed && el("p", {}, say("why", String(handed.why)))

/** The courier may put right what was wrong: the office looks at both. @param {import("../app.js").App} app @param {import("../types.js").PackageOut} parcel */
function anew(app, { pkg }) {
  return button(t("deliver_anew"), "quiet", () => app.go(`serah/${pkg}`), "edit")
}
