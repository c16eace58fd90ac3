/** Putaran hari ini: what is still to do, at a glance and with one thumb. */
import { el, fill } from "../../shared/dom.js"
import { redraw } from "../../shared/redraw.js"
import { callTo, mapOf, whatsappTo } from "../reach.js"
import { distance, inOrder, isDone, isToAccept, knownTo, matching, SORTS } from "../round.js"
import { onChange } from "../store.js"
import { alert, badge, busy, button, empty, heading, icon } from "../ui.js"
import { far, grouped, rupiah, say, t } from "../words.js"

/** @typedef {import("../types.js").PackageOut} PackageOut */

/** What was typed and chosen stays while the courier goes to the door and back. */
const kept = { search: "", sort: "round" }

/** @type {import("../app.js").Open} */
export async function open(app, root) {
  const user = app.session?.user ?? ""
  if (app.news) kept.search = "" // what was looked for is done
  const parts = partsOf(app.news)
  const refresh = async () => (await import("./refreshed.js")).refreshed(user, parts)
  const tools = toolbar(() => void draw())
  app.news = ""
  fill(
    root,
    heading(t("round")),
    parts.news,
    parts.notices,
    parts.accept,
    parts.head,
    tools,
    parts.list,
    parts.said,
  )

  async function draw() {
    const known = await knownTo(user)
    if (!parts.accept.querySelector("[data-do=accept-sure]"))
      redraw(parts.accept, toAccept(app, known.parcels, parts.news))
    redraw(parts.head, progress(known.parcels), noPlace(app))
    tools.hidden = known.parcels.length < 2
    const end = known.round?.over ? await ended(known, user, parts.news) : []
    redraw(parts.list, ...end, ...list(app, known, refresh, parts.news))
    const { notices } = await import("./notices.js")
    redraw(parts.notices, ...(await notices(app, known)))
  }

  await draw()
  return onChange(
    ["outbox", "drafts", "round", "session", "shell", "ready"],
    coalesced(() => void draw()),
  )
}

/** `said`: what came of "Muat ulang daftar", below it. @param {string} news */
const partsOf = (news) => ({
  news: el("div", { "aria-live": "polite" }, news ? alert(news, "good") : null),
  notices: el("div", { class: "notices" }),
  ...{ accept: el("div"), head: el("div") },
  list: el("div", { class: "parcels" }),
  said: el("p", { class: "hint centred", role: "status" }),
})

/** Signing and sending come after the first picture: fetched when a finger asks. @param {import("../app.js").App} app @param {PackageOut[]} parcels */
const acceptAll = async (app, parcels) => (await import("../accept.js")).acceptAll(app, parcels)

/** @type {typeof import("./ended.js").ended} */
const ended = async (...trip) => (await import("./ended.js")).ended(...trip)

/** Many changes at once, as after "Terima semua", are one picture. @param {() => void} work */
function coalesced(work) {
  let due = false
  return () => {
    if (due) return
    due = true
    setTimeout(() => ((due = false), work()), 80)
  }
}

/** @param {PackageOut[]} parcels */
function progress(parcels) {
  if (!parcels.length) return null
  const done = parcels.filter(isDone).length
  const words = t("progress", { done, all: parcels.length })
  return el(
    "div",
    { class: "progress" },
    el("strong", {}, words),
    el("progress", { value: done, max: parcels.length, "aria-label": words }),
  )
}

/** @param {import("../app.js").App} app */
const noPlace = ({ fix }) => kept.sort === "near" && !fix() && el("p", { class: "hint" }, t("near_unknown"))

/** @param {() => void} draw */
function toolbar(draw) {
  const search = el("input", {
    type: "search",
    placeholder: t("search"),
    "aria-label": t("search"),
    value: kept.search,
    oninput: () => ((kept.search = search.value), draw()),
  })
  const options = SORTS.map((value) =>
    el("option", { value, selected: value === kept.sort }, t(`sort_${value}`)),
  )
  const sort = el(
    "select",
    { "aria-label": t("sort"), onchange: () => ((kept.sort = sort.value), draw()) },
    ...options,
  )
  return el("div", { class: "round-tools" }, search, sort)
}

/** @param {import("../app.js").App} app @param {PackageOut[]} parcels @param {HTMLElement} news */
function toAccept(app, parcels, news) {
  const waiting = parcels.filter(isToAccept)
  if (!waiting.length) return null
  const box = el("div", {})
  const ask = button(t("accept_all"), "wide", () => fill(box, ...surely(app, waiting, again)), "check")
  ask.dataset.do = "accept-all"
  ask.dataset.of = waiting.map(deed).join(" ") // another round is another button
  fill(box, ask)
  return alert(t("to_accept", { n: waiting.length }), "info", box)

  /** @param {HTMLElement | null} said */
  function again(said) {
    if (said) fill(news, said)
    fill(box, ask)
  }
}

/** What an act on it would say beside the time: a card with another deed is another card. @param {PackageOut} parcel */
const deed = ({ pkg, attempt, policy }) => `${pkg}:${attempt}:${policy.id}:${policy.version}`

/** As many envelopes as packages: what is accepted is the courier's from now on. @param {import("../app.js").App} app @param {PackageOut[]} waiting @param {(said: HTMLElement | null) => void} again */
function surely(app, waiting, again) {
  const n = waiting.length
  const yes = button(t("accept_sure", { n }), "wide big", () => void busy(yes, accepting), "check")
  yes.dataset.do = "accept-sure"
  return [el("p", {}, t("accept_count", { n })), yes, button(t("cancel"), "quiet wide", () => again(null))]

  function accepting() {
    return acceptAll(app, waiting).then(
      (taken) => void (taken && again(alert(t("accepted", { n }), "good"))),
      () => again(alert(t("not_saved"), "bad")),
    )
  }
}

/** @param {import("../app.js").App} app @param {import("../round.js").Known} known @param {() => Promise<void>} refresh @param {HTMLElement} news */
function list(app, { round, parcels, drafts }, refresh, news) {
  const again = () =>
    button(t("refresh"), "quiet", ({ currentTarget }) => void busy(currentTarget, refresh), "sync")
  if (!round) return [empty(t("no_round"), t("no_round_text"), again())]
  if (round.over) return [...parcels.map((parcel) => card(app, parcel, drafts, news)), again()]
  if (!parcels.length) return [empty(t("empty_round"), t("empty_round_text"), again())]
  const found = inOrder(matching(parcels, kept.search), kept.sort, app.fix())
  if (!found.length) return [empty(t("no_match"), t("no_match_text"))]
  return [...found.map((parcel) => card(app, parcel, drafts, news)), el("div", { class: "centred" }, again())]
}

/** @type {Record<string, [import("../ui.js").Tone, string]>} */
const LOOK = {
  assigned: ["info", "inbox"],
  picked_up: ["way", "package"],
  out_for_delivery: ["way", "scooter"],
  attempt_failed: ["warn", "alert"],
  delivered: ["good", "check-circle"],
  in_review: ["warn", "eye"],
  returning: ["neutral", "home"],
  returned: ["neutral", "home"],
}

/** Cards that the courier has unfolded stay so when the list is drawn again. @type {Set<string>} */
const unfolded = new Set()

/** @param {import("../app.js").App} app @param {PackageOut} parcel @param {import("../types.js").Draft[]} drafts @param {HTMLElement} news */
function card(app, parcel, drafts, news) {
  const draft = drafts.find(({ pkg }) => pkg === parcel.pkg)
  const done = isDone(parcel)
  return el(
    "article",
    { class: `card parcel${done ? " is-done" : ""}`, "data-pkg": parcel.pkg, "data-deed": deed(parcel) },
    ...head(parcel, app.fix()),
    draft ? resume(app, draft) : null,
    done ? null : more(app, parcel, news),
  )
}

/** @param {PackageOut} parcel @param {import("../place.js").Fix | null} fix */
function head(parcel, fix) {
  const { recipient, alias, status } = parcel
  const metres = isDone(parcel) ? Infinity : distance(fix, parcel)
  const [tone, picture] = LOOK[status] ?? ["neutral", "info"]
  return [
    el(
      "div",
      { class: "parcel-top" },
      badge(say("status", status), tone, picture),
      el("small", { class: "muted" }, Number.isFinite(metres) && `${far(metres)} · `, alias),
    ),
    el("h2", {}, recipient.name),
    el("p", {}, recipient.address),
    parcel.to_counter && !isDone(parcel) && status !== "assigned"
      ? badge(t("to_counter"), "warn", "home")
      : null,
  ]
}

/** @param {import("../app.js").App} app @param {import("../types.js").Draft} draft */
function resume(app, { proof, outcome }) {
  const go = button(
    t("continue_draft"),
    "wide",
    () => app.go(`${outcome === "delivered" ? "serah" : "gagal"}/${proof}`),
    "edit",
  )
  go.dataset.draft = proof
  return go
}

/** @param {import("../app.js").App} app @param {PackageOut} parcel @param {HTMLElement} news */
function more(app, parcel, news) {
  const { phone, note } = parcel.recipient
  const chat = phone && whatsappTo(phone)
  const fee = parcel.fee.free
    ? badge(t("free"), "good", "check")
    : badge(t("fee", { amount: rupiah(parcel.fee.amount) }), "neutral")
  const fold = () => (unfolded.has(parcel.pkg) ? unfolded.delete(parcel.pkg) : unfolded.add(parcel.pkg))
  return el(
    "details",
    { open: unfolded.has(parcel.pkg) },
    el("summary", { onclick: fold }, t("more")),
    note ? el("p", { class: "note" }, note) : null,
    el(
      "p",
      { class: "row" },
      fee,
      parcel.old_card && badge(t("swap"), "warn"),
      el("code", {}, grouped(parcel.pkg)),
    ),
    el(
      "div",
      { class: "row" },
      phone ? link(callTo(phone), t("call"), "call") : null,
      chat ? link(chat, "WhatsApp", "phone") : null,
      link(mapOf(parcel), t("map"), "pin"),
      failed(app, parcel),
      bringBack(app, parcel, news),
      accept(app, parcel),
    ),
  )
}

/** @param {import("../app.js").App} app @param {PackageOut} parcel */
function failed(app, parcel) {
  return isToAccept(parcel)
    ? null
    : button(t("failed_button"), "quiet", () => app.go(`gagal/${parcel.pkg}`), "alert")
}

/** As when its label is scanned. @param {import("../app.js").App} app @param {PackageOut} parcel @param {HTMLElement} news */
function bringBack(app, parcel, news) {
  if (parcel.status !== "attempt_failed") return null
  const visit = { accepted: new Set(), returned: new Set() }
  const met = {
    app,
    visit,
    stage: { view: news, said: news },
    found: { kind: /** @type {const} */ ("failed"), parcel },
  }
  const ask = button(t("back_or_again"), "quiet", () => void busy(ask, asking), "home")
  return ask

  async function asking() {
    const { meet } = await import("./met.js")
    await meet({ ...met, id: parcel.pkg, handed: undefined })
    news.scrollIntoView({ block: "nearest" })
    news.querySelector("button")?.focus()
  }
}

/** @param {import("../app.js").App} app @param {PackageOut} parcel */
function accept(app, parcel) {
  return isToAccept(parcel)
    ? button(
        t("accept"),
        "quiet",
        ({ currentTarget }) => void busy(currentTarget, async () => void (await acceptAll(app, [parcel]))),
        "check",
      )
    : null
}

/** @param {string} href @param {string} text @param {string} picture */
function link(href, text, picture) {
  const away = href.startsWith("https:") ? { target: "_blank", rel: "noopener noreferrer" } : {}
  return el("a", { class: "button quiet", href, ...away }, icon(picture), el("span", {}, text))
}
