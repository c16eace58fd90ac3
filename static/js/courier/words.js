/** The courier's texts in the language of the `bahasa` cookie; dates and counts as people write them. */
import { language, speaker } from "../shared/words.js"

const lang = language()
const { words } = await (lang === "en" ? import("./words_en.js") : import("./words_id.js"))

export const LANGUAGE = lang
export const t = speaker(words)

/** What becomes of a proof now, for {sends}: a phone that knows of no line promises nothing. */
export const sends = () => t(navigator.onLine === false ? "sends_later" : "sends")

/** @param {Promise<{ words: Record<string, string> }>} fetched */
async function learn(fetched) {
  Object.assign(words, (await fetched).words)
}

/** The words of later screens, added when they open. */
export const learnDoorWords = () =>
  learn(lang === "en" ? import("./words_door_en.js") : import("./words_door_id.js"))

/** The words beside the QR for the recipient's own phone. */
export const learnOwnPhoneWords = () =>
  learn(lang === "en" ? import("./words_own_phone_en.js") : import("./words_own_phone_id.js"))

/** The words of a failed attempt. */
export const learnFailedWords = () =>
  learn(lang === "en" ? import("./words_failed_en.js") : import("./words_failed_id.js"))

/** The words for a package that does not simply open. */
export const learnMetWords = () =>
  learn(lang === "en" ? import("./words_met_en.js") : import("./words_met_id.js"))

/** The words of the delivery fee. */
export const learnFeeWords = () =>
  learn(lang === "en" ? import("./words_fee_en.js") : import("./words_fee_id.js"))

/** The words of a letter of authority. */
export const learnPaperWords = () =>
  learn(lang === "en" ? import("./words_paper_en.js") : import("./words_paper_id.js"))

/** The words for a phone that the office has withdrawn. */
export const learnRevokedWords = () =>
  learn(lang === "en" ? import("./words_revoked_en.js") : import("./words_revoked_id.js"))

/** The words of a queue handed over as a file. */
export const learnExportWords = () =>
  learn(lang === "en" ? import("./words_export_en.js") : import("./words_export_id.js"))

/** The words for a proof that the phone could not keep. */
export const learnUnsavedWords = () =>
  learn(lang === "en" ? import("./words_unsaved_en.js") : import("./words_unsaved_id.js"))

/** The words of an old card that comes back. */
export const learnCardWords = () =>
  learn(lang === "en" ? import("./words_card_en.js") : import("./words_card_id.js"))

/** The words before work. */
export async function learnShiftWords() {
  const shift = await (lang === "en" ? import("./words_shift_en.js") : import("./words_shift_id.js"))
  Object.assign(words, shift.words)
}

/** The words of the way onto the home screen. */
export const learnInstallWords = () =>
  learn(lang === "en" ? import("./words_install_en.js") : import("./words_install_id.js"))

/** The words of what the office asks. */
export async function learnQuestionWords() {
  const asked = await (lang === "en" ? import("./words_questions_en.js") : import("./words_questions_id.js"))
  Object.assign(words, asked.words)
}

const TIME = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : "id-ID", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
})

/** @param {string} iso */
export const moment = (iso) => (Number.isNaN(Date.parse(iso)) ? "" : TIME.format(new Date(iso)))

/** @returns {string} "17.54", in English "17:54" */
export const clock = () =>
  new Date().toLocaleTimeString(lang === "en" ? "en-GB" : "id-ID", { hour: "2-digit", minute: "2-digit" })

const NUMBER = new Intl.NumberFormat(lang === "en" ? "en-GB" : "id-ID", { maximumFractionDigits: 1 })

/** @param {number} metres @returns {string} "850 m", "1,2 km" */
export const far = (metres) =>
  metres < 950 ? `${NUMBER.format(Math.round(metres / 10) * 10)} m` : `${NUMBER.format(metres / 1000)} km`

/** @param {number} amount @returns {string} "Rp9.000", in English "Rp9,000" */
export const rupiah = (amount) => `Rp${NUMBER.format(amount)}`

/** Words for a code; an unknown code is shown as it is, never hidden. @param {string} family @param {string} code */
export function say(family, code) {
  const key = `${family}.${code}`
  const said = t(key)
  return said === key ? code : said
}

/** Codes to choose from, each with its words. @param {string} family @param {string[]} codes @returns {[string, string][]} */
export const worded = (family, codes) => codes.map((code) => [code, say(family, code)])

/** As the office names a phone. @param {string} kid */
export const shortKey = (kid) => kid.slice(0, 8)

const ALIAS = /^([A-Z]{2})(\d{4})(\d{4})(\d)(ID)$/

/** @param {string} id @returns {string} a label in groups of four, as printed; a package number as the office writes it */
export const grouped = (id) => (ALIAS.exec(id)?.slice(1) ?? id.match(/.{1,4}/g) ?? []).join(" ")
