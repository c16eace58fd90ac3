/** Gagal antar: why, what shows it, and what happens to the package next. "Belum sempat" is an honest choice and needs nothing. */
import { el, fill } from "../../shared/dom.js"
import { attemptOf, lackingOf, withReason } from "../giving_up.js"
import { asksOf, fits, GROUPS } from "../reasons.js"
import { heading } from "../ui.js"
import { learnFailedWords, say, sends, t } from "../words.js"
import { draftFor, draw, jobOf, leave, whose } from "./capture.js"
import { besideRows } from "./beside_part.js"
import { demands, detailWords, nextWords } from "./demands.js"
import { photoRow, placeRow } from "./finish.js"
import { photoSection } from "./photo_part.js"

/** @typedef {import("./capture.js").Job} Job */

/** @type {import("./finish.js").Way} */
const ATTEMPT = {
  missing: ({ draft, parcel, policy }) => lackingOf(draft, parcel, policy),
  rows: (job) => [...whyRows(job), ...(asked(job)?.photo ? [gateRow(job)] : []), placeRow()],
  act: async ({ draft, parcel, policy }) => attemptOf(draft, parcel, policy),
  news: (job) =>
    `${t("attempt_saved", { name: job.parcel.recipient.name, sends: sends() })}. ${nextWords(job)}`,
}

/** @param {Job} job */
const asked = ({ draft, parcel, policy }) =>
  fits(draft.reason ?? "", parcel) ? asksOf(draft.reason, policy) : null

/** @param {Job} job @returns {[string, string]} */
const gateRow = (job) => [t("photo_failed"), photoRow(job)[1]]

/** @param {Job} job @returns {[string, string][]} */
function whyRows(job) {
  const { reason, detail, note, tries } = job.draft
  const asks = asked(job)
  /** @type {[string, string][]} */
  const all = [
    [t("reason"), say("reason", reason ?? "")],
    [t("detail"), asks?.pick ? detailWords(detail ?? "") : ""],
    ...(asks ? besideRows(job, asks) : []),
    [t("tries"), tries.map(({ way }) => say("way", way)).join(", ")],
    [t("note"), asks?.silent ? "" : note.trim()],
    [t("next"), nextWords(job)],
  ]
  return all.filter(([, text]) => text !== "")
}

/** @type {import("../app.js").Open} */
export async function open(app, root, piece) {
  await learnFailedWords()
  const job = await jobOf(app, root, await draftFor(app, piece, "attempt_failed"), ATTEMPT)
  if (!job) return () => undefined
  const reason = job.draft.reason ?? (job.draft.id_check === "mismatch" ? "identity_mismatch" : null)
  if (reason && reason !== job.draft.said_of) job.change(withReason(job.draft, reason))
  draw(root, job, [reasonSection], [heading(t("failed")), whose(job)])
  return () => leave(job)
}

const KEYS = [
  ...["reason", "detail", "number", "when", "scanned", "fee_asked"],
  ...["tries", "wait", "note", "photo"],
]

/** @param {Job} job @returns {import("./capture.js").Section} */
function reasonSection(job) {
  const box = el("div", { class: "asked" })
  const photo = el("div", { "data-need": "photo" })
  const choose = (/** @type {string} */ reason) => {
    job.change(withReason(job.draft, reason))
    follow()
    box.scrollIntoView({ block: "nearest" })
  }
  const list = el(
    "div",
    { "data-need": "reason" },
    ...Object.keys(GROUPS).map((name) => group(job, name, choose)),
  )
  const node = el(
    "section",
    { class: "part", id: "part-reason" },
    el("h2", {}, t("reason")),
    list,
    box,
    photo,
  )
  queueMicrotask(follow)
  return { key: KEYS, node }

  function follow() {
    const asks = asked(job)
    for (const input of list.querySelectorAll("input")) input.checked = input.value === job.draft.reason
    fill(box, ...demands(job, asks, choose))
    if (asks?.photo && !photo.firstChild) fill(photo, photoSection(job).node)
    photo.hidden = !asks?.photo
    const [title, hint] = [photo.querySelector("h2"), photo.querySelector(".hint")]
    if (title) title.textContent = t("photo_failed")
    if (hint) hint.textContent = whatToShow(job.draft.reason ?? "")
  }
}

/** A broken seal is on no fence. @param {string} reason */
function whatToShow(reason) {
  const said = say("photo_of", reason)
  return said === reason ? t("photo_failed_hint") : said
}

/** The commonest lie open; the others unfold. What cannot be of this package is not offered. @param {Job} job @param {string} name @param {(reason: string) => void} choose */
function group(job, name, choose) {
  const reasons = (GROUPS[name] ?? []).filter((reason) => fits(reason, job.parcel))
  const ticks = reasons.map((reason) => tick(job, reason, choose))
  if (name === "often")
    return el("fieldset", { class: "choices" }, el("legend", { class: "sr-only" }, t("reason")), ...ticks)
  const chosen = reasons.includes(job.draft.reason ?? "")
  const title = say("reasons", name)
  return el(
    "details",
    { open: chosen, class: "reasons" },
    el("summary", {}, title),
    el("fieldset", { class: "choices" }, el("legend", { class: "sr-only" }, title), ...ticks),
  )
}

/** @param {Job} job @param {string} reason @param {(reason: string) => void} choose */
function tick(job, reason, choose) {
  const checked = reason === job.draft.reason
  const onchange = () => choose(reason)
  const input = el("input", { type: "radio", name: "reason", value: reason, checked, onchange })
  return el("label", { class: "tick" }, input, el("span", {}, say("reason", reason)))
}
