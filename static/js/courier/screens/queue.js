/** Antrean: where every proof is, why one is still here, and the button that sends. */
import { el, fill } from "../../shared/dom.js"
import { redraw } from "../../shared/redraw.js"
import { sentOf, setAside, unparkAll, unsentHere } from "../outbox.js"
import { knownTo } from "../round.js"
import { sendingNow } from "../sender.js"
import { onChange } from "../store.js"
import { badge, busy, button, empty, heading } from "../ui.js"
import { learnMetWords, moment, say, t } from "../words.js"
import { signedOut } from "./notices.js"

/** @typedef {import("../types.js").WaitingRow} WaitingRow @typedef {import("../types.js").SentRow} SentRow */

const SHOWN_SENT = 50

/** @type {Record<string, [import("../ui.js").Tone, string]>} */
const LOOK = {
  draft: ["neutral", "edit"],
  waiting: ["info", "clock"],
  sending: ["way", "sync"],
  attention: ["bad", "alert"],
  accepted: ["good", "check-circle"],
  kept_for_review: ["warn", "eye"],
}

/** A package taken over is far from done: only its acceptance waits. @type {Record<string, string>} */
const STATES = { "waiting picked_up": "state.taken", "waiting returned": "state.given_back" }

/** @type {import("../app.js").Open} */
export async function open(app, root) {
  const user = app.session?.user ?? ""
  await learnMetWords()
  const body = el("div")
  const send = button(t("send_now"), "wide big", () => void busy(send, () => sendAll(app, user)), "upload")
  send.dataset.do = "send-now"
  const bar = el("div", { class: "finish" }, send)
  fill(root, heading(t("queue")), body, bar)

  async function draw() {
    const [waiting, sent, known] = await Promise.all([unsentHere(user), sentOf(user), knownTo(user)])
    bar.hidden = waiting.length === 0
    redraw(
      body,
      ...notices(app),
      ...drafts(app, known),
      ...section(
        "waiting",
        waiting.map((row) => withCopy(waitingItem(row, app), row, sent)),
      ),
      waiting.length > 0 && copyButton(app, "export_all"),
      ...section("sent", sent.slice(0, SHOWN_SENT).map(sentItem)),
      !waiting.length &&
        !sent.length &&
        !known.drafts.length &&
        empty(t("queue_empty"), t("queue_empty_text")),
    )
  }
  await draw()
  return onChange(["outbox", "drafts", "sending", "session"], () => void draw())
}

/** @param {import("../app.js").App} app @param {string} user */
async function sendAll(app, user) {
  await unparkAll(user)
  await app.flusher?.flushNow()
}

/** @param {import("../app.js").App} app */
function notices(app) {
  return [signedOut(app)]
}

/** @param {string} title @param {HTMLElement[]} items */
const section = (title, items) =>
  items.length ? [el("h2", {}, t(title)), el("ul", { class: "queue" }, ...items)] : []

/** @param {import("../app.js").App} app @param {import("../round.js").Known} known */
function drafts(app, { drafts: unfinished, parcels }) {
  const one = (/** @type {import("../types.js").Draft} */ draft) => {
    const name = parcels.find(({ pkg }) => pkg === draft.pkg)?.recipient.name ?? draft.pkg
    const go = button(
      t("continue_draft"),
      "quiet",
      () => app.go(`${draft.outcome === "delivered" ? "serah" : "gagal"}/${draft.proof}`),
      "edit",
    )
    return item("draft", { proof: draft.proof, name, outcome: draft.outcome }, go)
  }
  return section("drafts", unfinished.map(one))
}

/** The last resort: a file for the office. @param {import("../app.js").App} app @param {string} words @param {string} [proof] one alone */
function copyButton(app, words, proof) {
  const go = button(
    t(words),
    "quiet wide",
    () => app.go(proof ? `cadangan/${proof}` : "cadangan"),
    "download",
  )
  go.dataset.do = proof ? "export-one" : "export-all"
  return go
}

/** @param {WaitingRow} row @param {import("../app.js").App} app */
function waitingItem(row, app) {
  const state = row.proof === sendingNow() ? "sending" : row.state
  const { last, tries } = row
  return item(
    state,
    row,
    row.user !== app.session?.user && ofOtherTrip(row),
    last && whyHere(last),
    last && el("small", { class: "muted" }, t("tried", { n: tries, time: moment(last.at) })),
    isStuck(row, app) && copyButton(app, "export_one", row.proof),
  )
}

/** @param {WaitingRow} row @param {import("../app.js").App} app */
const isStuck = ({ state, last, user }, app) =>
  state === "attention" || (last?.code === "session" && user !== app.session?.user)

/** @param {WaitingRow} row */
function ofOtherTrip({ last }) {
  const words = last?.code === "session" ? "other_trip_stuck" : "of_other_trip"
  return el("small", { class: "muted" }, t(words))
}

/** Without a line nothing is wrong: it waits. @param {import("../types.js").LastError} last */
function whyHere({ code, detail }) {
  if (code === "no-answer" && !navigator.onLine) return el("p", {}, t("waits_for_line"))
  return el("p", { class: "why" }, detail || say("error", code))
}

/** @param {SentRow} row */
function sentItem(row) {
  const why = row.verdict === "kept_for_review" && el("p", {}, say("why", row.why ?? ""))
  return item(
    row.verdict,
    row,
    why,
    el("small", { class: "muted" }, t("sent_at", { time: moment(row.sent_at) })),
  )
}

/** @param {string} state @param {{ proof: string, name: string, outcome: string }} row @param {import("../../shared/dom.js").Child[]} more */
function item(state, { proof, name, outcome }, ...more) {
  const [tone, picture] = LOOK[state] ?? ["neutral", "info"]
  return el(
    "li",
    { class: "card", "data-row": proof, "data-state": state },
    badge(t(STATES[`${state} ${outcome}`] ?? `state.${state}`), tone, picture),
    el("strong", {}, name),
    el("small", {}, say("outcome", outcome)),
    ...more,
  )
}

/** A second signature of what the office has acknowledged: nothing is lost by putting it aside. @param {HTMLElement} shown @param {WaitingRow} row @param {SentRow[]} sent */
function withCopy(shown, { proof, last }, sent) {
  if (last?.code !== "proof-conflict" || !sent.some((row) => row.proof === proof)) return shown
  shown.append(
    el("p", {}, t("copy_of_sent")),
    button(t("set_aside"), "quiet", () => void setAside(proof), "check"),
  )
  return shown
}
