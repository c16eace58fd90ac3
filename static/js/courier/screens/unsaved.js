/** "Selesai" that this phone could not keep: the proof is in the page's memory alone. Tried again, or handed to the office sealed. */
import { el, fill } from "../../shared/dom.js"
import { keepGiven } from "../given.js"
import { HandedOver } from "../outbox.js"
import { over } from "../over.js"
import { alert, busy, button } from "../ui.js"
import { learnExportWords, learnUnsavedWords, moment, t } from "../words.js"
import { drop } from "./capture.js"
import { hatch } from "./export.js"

/** @typedef {import("./capture.js").Job} Job @typedef {import("../freeze.js").Frozen} Frozen */

/** @param {Job} job @param {HTMLElement} said in the look before "Selesai" @param {any} failed with what was signed, when it came so far */
export async function unsaved(job, said, failed) {
  await Promise.all([learnExportWords(), learnUnsavedWords()])
  if (failed instanceof HandedOver) return second(job, said, failed)
  const box = el("div", { class: "export-said" })
  fill(said, alert(t("unsaved"), "bad"), el("p", {}, t("unsaved_how")), box)
  if (failed?.frozen) fill(box, opener(job, box, failed.frozen))
  said.scrollIntoView({ block: "nearest" })
}

/** What was filled in here is not sent, and is thrown away by nobody but the courier. @param {Job} job @param {HTMLElement} said @param {HandedOver} first */
function second(job, said, { at }) {
  const round = button(t("nav_round"), "wide big", () => job.app.go("putaran"), "list")
  const words = alert(t("handed_elsewhere", { time: moment(at) }), "warn", el("p", {}, t("handed_kept")))
  // Whoever went back to the form meanwhile reads it there.
  fill(said.closest(".finish") ?? said, words, round, drop(job))
  round.focus()
}

/** @param {Job} job @param {HTMLElement} box @param {Frozen} frozen */
function opener(job, box, frozen) {
  const press = button(t("unsaved_file"), "quiet wide", () => void busy(press, open), "upload")
  press.dataset.do = "hatch"
  return press

  async function open() {
    const source = { partOf: inMemory(frozen), made: () => onlyTheSame(job, box, frozen) }
    fill(box, ...(await hatch(job.app, [{ ...frozen.row, order: 0 }], source)))
  }
}

/** @param {Frozen} frozen @returns {import("../export.js").Ports["partOf"]} */
const inMemory =
  ({ parts }) =>
  async (proof, name) => {
    const part = parts.find(({ sha256 }) => sha256 === name)
    return part && { proof, ...part }
  }

/** The office has these bytes now: nothing may be changed or signed anew. @param {Job} job @param {HTMLElement} box @param {Frozen} frozen */
function onlyTheSame(job, box, frozen) {
  const row = box.closest(".finish")?.querySelector(".finish-row:last-child")
  const note = el("div", { "aria-live": "assertive" }, alert(t("unsaved_given"), "info"))
  const keep = async () => {
    const made = await keepGiven(frozen).catch(() => null)
    if (made === null) return fill(note, alert(t("unsaved"), "bad"))
    job.change = () => undefined
    return over(job.app, job.draft.proof, job.way.news(job))
  }
  const again = button(t("unsaved_again"), "wide big", () => void busy(again, keep), "check")
  again.dataset.do = "keep-again"
  row?.replaceWith(note, again)
}
