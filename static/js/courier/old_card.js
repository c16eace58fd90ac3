/** What a delivery must say of an old card that is owed. Pure; the server asks the same (domain/exchange.py). */

import { holdsNumber } from "../shared/citizen_number.js"

/** @typedef {import("./types.js").Card} Card */

const SEAL = /^[A-Z0-9-]{4,12}$/
/** Those that need the number of a letter. @type {Record<string, boolean>} */
export const REASONS = { loss_letter: true, never_had: false, given_before: false }
/** @type {Card} */
export const NO_CARD = { there: null, photo: null, seal: "", missing: null, letter: "" }

/** @param {string} seal */
export const isSeal = (seal) => SEAL.test(seal)

/** @param {Card} card */
export function isSaid(card) {
  if (card.there === "yes") return card.photo !== null && SEAL.test(card.seal)
  if (card.there !== "no" || card.missing === null) return false
  return !REASONS[card.missing] || isLetter(card.letter)
}

/** A NIK is no number of a letter. @param {string} letter */
const isLetter = (letter) => letter.trim() !== "" && !holdsNumber(letter)

/** @param {Card} card @returns {NonNullable<import("./types.js").Act["old_card"]>} */
export function saidOf({ there, seal, missing, letter }) {
  if (there === "yes") return { seal, missing: null, letter: null }
  const named = missing && REASONS[missing] ? letter.trim().slice(0, 40) : null
  return { seal: null, missing, letter: named }
}
