/** What the draft of a failed attempt still lacks, and the act that a complete one becomes. Pure but for the clock; fetched when somebody gives up. */
import { NOTHING_ASKED, warnings } from "./needs.js"
import { asksOf } from "./reasons.js"

/** @typedef {import("./types.js").Draft} Draft */

/** @param {Draft} draft @returns {string[]} keys of the missing things, in the order of the screen; empty when complete */
export const lackingOf = (draft) => Object.keys(FAILED).filter((key) => !FAILED[key]?.(draft))

/** @type {Record<string, (draft: Draft) => boolean>} */
const FAILED = {
  reason: ({ reason }) => reason !== null,
  detail: ({ reason, detail }) => asksOf(reason)?.pick?.includes(detail ?? "") ?? true,
  tries: ({ reason, tries }) => {
    const { tries: least = 0, ways = 0 } = asksOf(reason) ?? {}
    return tries.length >= least && new Set(tries.map(({ way }) => way)).size >= ways
  },
  wait: (draft) => minutesLeft(draft, asksOf(draft.reason)?.wait ?? 0, Date.now()) === "",
  note: ({ reason, note }) => note.trim().length >= (asksOf(reason)?.note ?? 0),
  photo: ({ reason, photo }) => photo !== null || !asksOf(reason)?.photo,
}

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

/** @param {Draft} draft complete @param {import("./types.js").PackageOut} parcel @returns {import("./types.js").Act} */
export function attemptOf(draft, parcel) {
  const photo = asksOf(draft.reason)?.photo ? draft.photo : null
  return {
    ...{ proof: draft.proof, user: draft.user, parcel, outcome: "attempt_failed", attempt: parcel.attempt },
    parts: photo ? [photo] : [],
    ...givenUp(draft),
  }
}

/** Only what the reason asks travels: what was filled in for another stays here. @param {Draft} draft */
function givenUp(draft) {
  const { reason, detail, tries } = draft
  const { pick, silent } = asksOf(reason) ?? {}
  const tried = {
    detail: pick ? detail : null,
    note: (!silent && draft.note.normalize("NFC").trim()) || null,
    contacts: tries.map(({ way, at }) => ({ way, at })),
    waited_s: waitedSeconds(draft, Date.now()),
  }
  const answers = { ...NOTHING_ASKED, ...warnings(asksOf(reason)?.photo ? draft : null) }
  return { reason, tried, recipient: null, contactless: null, answers }
}
