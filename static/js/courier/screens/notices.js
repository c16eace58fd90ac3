/** What the courier must know before going on, above the round. */
import { el } from "../../shared/dom.js"
import { clockIsWrong } from "../clock.js"
import { lastQuestions, lookForQuestions, newVerdicts } from "../questions.js"
import { lastRoom } from "../room.js"
import { goTo, nameOf, openIn, otherTrips } from "../trips_here.js"
import { isReady, lastReadiness, storingProgress, update, updateWaits } from "../shell.js"
import { alert, badge, button, icon } from "../ui.js"
import { grouped, learnMetWords, t } from "../words.js"

/** @param {import("../app.js").App} app @param {import("../round.js").Known} known @returns {Promise<import("../../shared/dom.js").Child[]>} */
export async function notices(app, { round }) {
  const trips = await others(app) // asked for first: what follows is as it stands when it is drawn
  return [
    el("p", { class: "row" }, offline()),
    signedOut(app),
    asked(app),
    verdicts(app),
    app.flusher?.state === "refused" &&
      alert(t("refused_notice", { phone: round?.office.phone ?? "" }), "bad"),
    ...trips,
    room(),
    clockIsWrong() && alert(t("clock_notice"), "warn"),
    updateWaits() &&
      alert(
        t("update_ready"),
        "info",
        button(t("update"), "quiet", () => void update(), "sync"),
      ),
  ]
}

/** Envelopes of another trip are still with this driver. @param {import("../app.js").App} app */
async function others(app) {
  const user = app.session?.user ?? ""
  const trips = await otherTrips(user)
  if (!trips.length) return []
  await learnMetWords()
  const here =
    app.session?.kind === "trip" && el("p", {}, t("this_trip", { trip: nameOf(await openIn(user)) }))
  return [here, ...trips.map((trip) => other(app, trip))]
}

/** What is of a trip that is over is not this driver's any more. @param {import("../app.js").App} app @param {import("../trips_here.js").Trip} trip */
function other(app, trip) {
  const { user, bag, open, forms, takenBack } = trip
  const go = button(t("other_trip_open"), "quiet", () => void goTo(app, user), "list")
  go.dataset.trip = user
  const [words, n] = bag.length
    ? [takenBack ? "other_trip_taken_back" : "other_trip_ended", bag.length]
    : ["other_trip", open.length || forms]
  return alert(t(words, { trip: nameOf(trip), n, what: named(bag) }), bag.length ? "warn" : "info", go)
}

const NAMED = 3

/** By the numbers on the labels, while they are few. @param {import("../round.js").Envelope[]} bag */
function named(bag) {
  const numbers = bag.map(({ alias }) => grouped(alias)).join(", ")
  return t(bag.length > NAMED ? "bag_count" : "bag_named", { n: bag.length, numbers })
}

/** The office waits for an answer. @param {import("../app.js").App} app */
function asked(app) {
  void lookForQuestions(app.session)
  const n = lastQuestions(app.session).length
  return n
    ? alert(
        t("asked", { n }),
        "warn",
        button(t("asked_open"), "", () => app.go("tanya"), "edit"),
      )
    : null
}

/** How a case ended. @param {import("../app.js").App} app */
function verdicts(app) {
  const n = newVerdicts(app.session).length
  return n
    ? alert(
        t("found", { n }),
        "info",
        button(t("found_open"), "quiet", () => app.go("tanya"), "info"),
      )
    : null
}

/** A driver has no account to sign in with: only the office can help. @param {import("../app.js").App} app */
export function signedOut(app) {
  if (!app.session || app.session.open || app.session.revoked) return null
  if (app.session.kind === "trip") return alert(t("trip_over_notice"), "warn", callOffice(app.session))
  const signIn = button(t("sign_in"), "quiet", () => app.go("masuk"), "login")
  return alert(t("signed_out_notice"), "warn", signIn)
}

/** @param {import("../session.js").SessionRow} session */
function callOffice({ office }) {
  if (!office.phone) return null
  const look = { class: "button quiet", href: `tel:${office.phone}` }
  return el("a", look, icon("call"), el("span", {}, t("call_office")))
}

function room() {
  const found = lastRoom()
  if (!found || found.verdict === "enough") return null
  const mb = Math.floor(found.free / 1_000_000)
  return found.verdict === "none"
    ? alert(t("room_none", { mb }), "bad")
    : alert(t("room_low", { mb }), "warn")
}

function offline() {
  const progress = storingProgress()
  if (progress) return badge(`${t("getting_ready")} ${progress}`, "info", "download")
  const found = lastReadiness()
  if (!found) return badge(t("getting_ready"), "info", "download")
  return isReady(found) ? badge(t("ready_offline"), "good") : badge(t("not_ready_offline"), "warn")
}
