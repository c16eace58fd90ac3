/** What the draft of a failed attempt still lacks, and the act that a complete one becomes. Pure but for the clock; fetched when somebody gives up. */
import { holdsNumber } from "../shared/citizen_number.js"
import { NOTHING_ASKED, warnings } from "./needs.js"
import { MOST } from "./payment.js"
import { asksOf, fits } from "./reasons.js"

/**
 * @typedef {import("./types.js").Draft} Draft
 * @typedef {import("./types.js").PackageOut} PackageOut
 * @typedef {import("./types.js").PolicyOut} PolicyOut
 * @typedef {import("./reasons.js").Asks} Asks
 */

/** @param {Draft} draft @param {PackageOut} parcel @param {PolicyOut} policy @returns {string[]} keys of the missing things, in the order of the screen; empty when complete */
export function lackingOf(draft, parcel, policy) {
  const asks = asksOf(draft.reason, policy)
  return Object.keys(FAILED).filter((key) => !FAILED[key]?.(draft, asks ?? NO_REASON, parcel))
}

/** @type {Asks} */
const NO_REASON = { next: "retry" }
const [LEAST_NUMBER, LONGEST_NUMBER] = [3, 40]

/** @type {Record<string, (draft: Draft, asks: Asks, parcel: PackageOut) => boolean>} */
const FAILED = {
  reason: ({ reason }, _, parcel) => reason !== null && fits(reason, parcel),
  detail: ({ detail }, { pick }) => pick?.includes(detail ?? "") ?? true,
  number: (draft, asks) => !isNumbered(draft, asks) || isNumber(draft.beside?.number ?? ""),
  when: ({ beside }, { at }) => !at || hasHappened(beside?.at),
  scanned: ({ beside }, { scanned }) => !scanned || Array.isArray(beside?.scanned),
  fee_asked: ({ beside }, { fee }) => !fee || (beside?.fee?.shown === true && isSum(beside.fee.rupiah)),
  tries: ({ tries }, { tries: least = 0, ways = 0, afar }, parcel) => {
    const tried = new Set(tries.map(({ way }) => way))
    const called = tried.has("call") || tried.has("whatsapp")
    return tries.length >= least && tried.size >= ways && (called || !afar || !mayCall(parcel))
  },
  wait: (draft, { wait = 0 }) => minutesLeft(draft, wait, Date.now()) === "",
  note: ({ note }, { note: least = 0 }) => note.trim().length >= least,
  photo: ({ photo }, { photo: asked }) => photo !== null || !asked,
}

/** By the clock that the record is stamped with. @param {string | null | undefined} at */
export const hasHappened = (at) => Date.parse(at ?? "") <= Date.now()

/** @param {number | null} rupiah */
const isSum = (rupiah) => rupiah !== null && rupiah <= MOST

/** What is frozen is never longer than the server takes. @param {string} text */
const shortened = (text) => [...text].slice(0, LONGEST_NUMBER).join("")

/**
 * What was written for one reason waits there while another is chosen, and comes back with it.
 * @param {Draft} draft @param {string} reason @returns {Partial<Draft>}
 */
export function withReason({ said = {}, said_of, ...draft }, reason) {
  const { detail, note, beside } = draft
  const before = said_of ?? draft.reason
  const mine = { reason, said_of: reason }
  if (before === null || before === reason) return mine
  const kept = { ...said, [before]: { detail, note, number: beside?.number ?? "" } }
  const { number, ...back } = kept[reason] ?? { detail: null, note: "", number: "" }
  return { ...mine, ...back, said: kept, beside: { ...beside, number } }
}

/** @param {PackageOut} parcel */
export const mayCall = ({ recipient: { phone } }) => Boolean(phone)

/** Whether a letter's number goes with what was chosen. @param {Draft} draft @param {Asks} asks */
export const isNumbered = ({ detail }, { pick, numbered = [] }) => numbered.includes(pick ? detail : null)

/** A letter's or an order's, however the office writes it. @param {string} text */
const isNumber = (text) => text.trim().length >= LEAST_NUMBER && /[0-9]/.test(text) && !holdsNumber(text)

/** Since the package was opened at this door. @param {Draft} draft @param {number} now @returns {number} seconds, of one day at most */
function waitedSeconds({ opened_at }, now) {
  const waited = Math.floor((now - Date.parse(opened_at)) / 1000)
  return Math.min(86_400, Math.max(0, waited || 0))
}

/** @param {Draft} draft @param {number} minutes @param {number} now @returns {string} "2:05", or nothing when it is over */
export function minutesLeft(draft, minutes, now) {
  const left = minutes * 60 - waitedSeconds(draft, now)
  return left > 0 ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : ""
}

/** @param {Draft} draft complete @param {PackageOut} parcel @param {PolicyOut} policy @returns {import("./types.js").Act} */
export function attemptOf(draft, parcel, policy) {
  const asks = asksOf(draft.reason, policy) ?? NO_REASON
  const photo = asks.photo ? draft.photo : null
  return {
    ...{ proof: draft.proof, user: draft.user, parcel, outcome: "attempt_failed", attempt: parcel.attempt },
    parts: photo ? [photo] : [],
    ...givenUp(draft, asks),
  }
}

/** Only what the reason asks travels: what was filled in for another stays here. @param {Draft} draft @param {Asks} asks */
function givenUp(draft, asks) {
  const { reason, detail, tries } = draft
  const { pick, silent, photo } = asks
  const tried = {
    detail: pick ? detail : null,
    note: (!silent && draft.note.normalize("NFC").trim()) || null,
    contacts: tries.map(({ way, at }) => ({ way, at })),
    waited_s: waitedSeconds(draft, Date.now()),
    ...besidesOf(draft, asks),
  }
  const answers = { ...NOTHING_ASKED, ...warnings(photo ? draft : null) }
  return { reason, tried, recipient: null, contactless: null, answers }
}

/** What single reasons ask, each where it is asked. @param {Draft} draft @param {Asks} asks */
export function besidesOf(draft, asks) {
  const { number = "", at, scanned, fee } = draft.beside ?? {}
  return {
    ...(isNumbered(draft, asks) ? { number: shortened(number.normalize("NFC").trim()) } : {}),
    ...(asks.at ? { at } : {}),
    ...(asks.scanned ? { scanned } : {}),
    ...(asks.fee && fee ? { fee: { shown: fee.shown, rupiah: fee.rupiah ?? 0 } } : {}),
  }
}
