/** Gagal antar: why, what shows it, and what happens to the package next. "Belum sempat" is an honest choice and needs nothing. */
import { el, fill } from "../../shared/dom.js"
import { attemptOf, lackingOf } from "../giving_up.js"
import { asksOf, GROUPS } from "../reasons.js"
import { heading } from "../ui.js"
import { learnFailedWords, say, t } from "../words.js"
import { draftFor, draw, jobOf, leave, whose } from "./capture.js"
import { demands, detailWords } from "./demands.js"
import { photoRow, placeRow, savedWords } from "./finish.js"
import { photoSection } from "./photo_part.js"

/** @typedef {import("./capture.js").Job} Job */

/** @type {import("./finish.js").Way} */
const ATTEMPT = {
  missing: ({ draft }) => lackingOf(draft),
  rows: (job) => [...whyRows(job), ...(asksOf(job.draft.reason)?.photo ? [photoRow(job)] : []), placeRow()],
  act: async ({ draft, parcel }) => attemptOf(draft, parcel),
  news: (job) => `${savedWords(job)}. ${say("next", asksOf(job.draft.reason)?.next ?? "")}`,
}

/** @param {Job} job @returns {[string, string][]} */
function whyRows({ draft: { reason, detail, note, tries } }) {
  const asks = asksOf(reason)
  /** @type {[string, string][]} */
  const all = [
    [t("reason"), say("reason", reason ?? "")],
    [t("detail"), asks?.pick ? detailWords(detail ?? "") : ""],
    [t("tries"), tries.map(({ way }) => say("way", way)).join(", ")],
    [t("note"), asks?.silent ? "" : note.trim()],
    [t("next"), say("next", asks?.next ?? "")],
  ]
  return all.filter(([, text]) => text !== "")
}

/** @type {import("../app.js").Open} */
export async function open(app, root, piece) {
  await learnFailedWords()
  const job = await jobOf(app, root, await draftFor(app, piece, "attempt_failed"), ATTEMPT)
  if (!job) return () => undefined
  draw(root, job, [reasonSection], [heading(t("failed")), whose(job)])
  return () => leave(job)
}

/** @param {Job} job @returns {import("./capture.js").Section} */
function reasonSection(job) {
  const asked = el("div", { class: "asked" })
  const photo = el("div", { "data-need": "photo" })
  const choose = (/** @type {string} */ reason) => {
    job.change({ reason, detail: null })
    follow()
    asked.scrollIntoView({ block: "nearest" })
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
    asked,
    photo,
  )
  queueMicrotask(follow)
  return { key: ["reason", "detail", "tries", "wait", "note", "photo"], node }

  function follow() {
    const asks = asksOf(job.draft.reason)
    for (const input of list.querySelectorAll("input")) input.checked = input.value === job.draft.reason
    fill(asked, ...demands(job, asks, choose))
    if (asks?.photo && !photo.firstChild) fill(photo, photoSection(job).node)
    photo.hidden = !asks?.photo
  }
}

/** The commonest lie open; the others unfold. @param {Job} job @param {string} name @param {(reason: string) => void} choose */
function group(job, name, choose) {
  const reasons = GROUPS[name] ?? []
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
