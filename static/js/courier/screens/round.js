/** Putaran hari ini: what is still to do, at a glance and with one thumb. */
import { el, fill } from "../../shared/dom.js"
import { onChange } from "../changes.js"
import { knownTo } from "../parcels.js"
import { refresh } from "../refresh.js"
import { isDone, isToAccept, matching } from "../round.js"
import { alert, button, busy, empty, heading } from "../ui.js"
import { t } from "../words.js"
import { acceptAll } from "../accept.js"
import { notices } from "./notices.js"
import { card } from "./parcel_card.js"
import { inOrder, SORTS } from "./sorting.js"

/** What was typed and chosen stays while the courier goes to the door and back. */
const kept = { search: "", sort: "round" }

/** @type {import("../app.js").Open} */
export async function open(app, root) {
  const user = app.session?.user ?? ""
  const parts = { notices: el("div"), head: el("div"), list: el("div", { class: "parcels" }) }
  const tools = toolbar(() => void draw())
  const news = app.news ? alert(app.news, "good") : null
  app.news = ""
  fill(root, heading(t("round")), news, parts.notices, parts.head, tools, parts.list)

  async function draw() {
    const known = await knownTo(user)
    fill(parts.notices, ...notices(app, known), toAccept(app, known.parcels))
    fill(parts.head, progress(known.parcels))
    tools.hidden = known.parcels.length < 2
    fill(parts.list, ...list(app, known, user))
  }

  await draw()
  return onChange(["outbox", "drafts", "round", "session", "shell", "ready"], coalesced(() => void draw()))
}

/** Many changes at once, as after "Terima semua", are one picture. @param {() => void} work */
function coalesced(work) {
  let due = false
  return () => {
    if (due) return
    due = true
    setTimeout(() => ((due = false), work()), 80)
  }
}

/** @param {import("../types.js").PackageOut[]} parcels */
function progress(parcels) {
  if (!parcels.length) return null
  const done = parcels.filter(isDone).length
  const words = t("progress", { done, all: parcels.length })
  return el("div", { class: "progress" }, el("strong", {}, words), el("progress", { value: done, max: parcels.length, "aria-label": words }))
}

/** @param {() => void} redraw */
function toolbar(redraw) {
  const search = el("input", { type: "search", placeholder: t("search"), "aria-label": t("search"), value: kept.search, oninput: () => ((kept.search = search.value), redraw()) })
  const options = SORTS.map((value) => el("option", { value, selected: value === kept.sort }, t(`sort_${value}`)))
  const sort = el("select", { "aria-label": t("sort"), onchange: () => ((kept.sort = sort.value), redraw()) }, ...options)
  return el("div", { class: "round-tools" }, search, sort)
}

/** @param {import("../app.js").App} app @param {import("../types.js").PackageOut[]} parcels */
function toAccept(app, parcels) {
  const waiting = parcels.filter(isToAccept)
  if (!waiting.length) return null
  const all = button(t("accept_all"), "wide", ({ currentTarget }) => void busy(currentTarget, () => acceptAll(app, waiting)), "check")
  all.dataset.do = "accept-all"
  return alert(t("to_accept", { n: waiting.length }), "info", all)
}

/** @param {import("../app.js").App} app @param {import("../parcels.js").Known} known @param {string} user */
function list(app, { round, parcels, drafts }, user) {
  const again = () => button(t("refresh"), "quiet", ({ currentTarget }) => void busy(currentTarget, async () => void (await refresh(user))), "sync")
  if (!round) return [empty(t("no_round"), t("no_round_text"), again())]
  if (!parcels.length) return [empty(t("empty_round"), t("empty_round_text"), again())]
  const found = inOrder(matching(parcels, kept.search), kept.sort)
  if (!found.length) return [empty(t("no_match"), t("no_match_text"))]
  return [...found.map((parcel) => card(app, parcel, drafts)), el("div", { class: "centred" }, again())]
}
