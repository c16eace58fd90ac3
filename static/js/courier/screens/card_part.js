/** The old card that comes back: photographed under bars, sealed, its number written down; or why it is not there. */
import { el, fill } from "../../shared/dom.js"
import { isSaid, isSeal, NO_CARD, REASONS, saidOf } from "../old_card.js"
import { choices, field } from "../ui.js"
import { learnCardWords, t } from "../words.js"
import { cardPhoto } from "./card_photo.js"
import { photoSection } from "./photo_part.js"

/**
 * @typedef {import("./capture.js").Job} Job
 * @typedef {import("../types.js").Card} Card
 */

await learnCardWords()

/** @param {Job} job @returns {Card} */
const cardOf = ({ draft }) => draft.card ?? NO_CARD

/** @param {Job} job @param {Partial<Card>} changes */
const change = (job, changes) => job.change({ card: { ...cardOf(job), ...changes } })

/** A handover that asks for the old card too, after its photo. @param {import("./finish.js").Way} way @param {import("./capture.js").Maker[]} makers @returns {import("./finish.js").Way} */
export function join(way, makers) {
  makers.splice(makers.indexOf(photoSection) + 1, 0, cardSection)
  return {
    missing: (job) => [...way.missing(job), ...(isSaid(cardOf(job)) ? [] : ["old_card"])],
    rows: (job) => [...way.rows(job), [t("old_card"), inWords(cardOf(job))]],
    act: async (job) => {
      const act = await way.act(job)
      const card = cardOf(job)
      const photo = card.there === "yes" && card.photo ? [card.photo] : []
      return { ...act, parts: [...act.parts, ...photo], old_card: saidOf(card) }
    },
    news: way.news,
  }
}

/** @param {Card} card */
const inWords = ({ there, seal, missing }) => (there === "yes" ? seal : t(`card.${missing}`))

/** @param {Job} job @returns {import("./capture.js").Section} */
function cardSection(job) {
  const more = el("div")
  const offered = /** @type {[string, string][]} */ (["yes", "no"].map((one) => [one, t(`card.${one}`)]))
  const chosen = choices("card", t("old_card"), offered, cardOf(job).there, (there) => {
    change(job, { there: /** @type {"yes" | "no"} */ (there) })
    show()
  })
  const hint = el("p", { class: "hint" }, t("card.hint"))
  const node = el("section", { class: "part", id: "part-card" }, chosen, hint, more)
  show()
  return { key: ["old_card"], node }

  function show() {
    const { there } = cardOf(job)
    if (there === "yes") fill(more, photoBox(job), sealField(job))
    else if (there === "no") fill(more, reasonBox(job))
    else fill(more)
  }
}

/** @param {Job} job */
function photoBox(job) {
  return cardPhoto(cardOf(job).photo, {
    kept: (photo) => change(job, { photo }),
    ends: job.ends,
  })
}

/** @param {Job} job */
function sealField(job) {
  const look = { type: "text", autocomplete: "off", autocapitalize: "characters", maxlength: 12 }
  const box = field("seal", t("card.seal"), { ...look, value: cardOf(job).seal }, t("card.seal_hint"))
  const said = el("p", { class: "field-error", role: "alert" })
  box.querySelector("input")?.addEventListener("input", ({ target }) => {
    const seal = /** @type {HTMLInputElement} */ (target).value.trim().toUpperCase()
    said.textContent = seal.length < 4 || isSeal(seal) ? "" : t("card.seal_wrong")
    change(job, { seal })
  })
  box.append(said)
  return box
}

/** @param {Job} job */
function reasonBox(job) {
  const offered = /** @type {[string, string][]} */ (
    Object.keys(REASONS).map((one) => [one, t(`card.${one}`)])
  )
  const letter = el("div")
  const chosen = choices("no-card", t("card.why"), offered, cardOf(job).missing, (missing) => {
    change(job, { missing })
    showLetter()
  })
  showLetter()
  return el("div", {}, chosen, letter, el("p", { class: "hint" }, t("card.forgotten")))

  function showLetter() {
    const { missing, letter: written } = cardOf(job)
    if (!missing || !REASONS[missing]) return fill(letter)
    const look = { type: "text", autocomplete: "off", maxlength: 40, value: written }
    const box = field("letter", t("card.letter"), look, t("card.letter_hint"))
    box
      .querySelector("input")
      ?.addEventListener("input", ({ target }) =>
        change(job, { letter: /** @type {HTMLInputElement} */ (target).value }),
      )
    fill(letter, box)
  }
}
