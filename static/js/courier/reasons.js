/** Why an attempt failed: the commonest first, and what each reason asks. The server checks the same (domain/reasons.py); a test compares. */

/**
 * @typedef {object} Asks
 * @property {"retry" | "hold" | "back" | "office"} next what the courier does with the package
 * @property {boolean} [photo]
 * @property {number} [wait] minutes at the door
 * @property {number} [tries] to reach the recipient
 * @property {number} [ways] different ones among the tries
 * @property {string[]} [pick] one of these
 * @property {number} [note] letters at least @property {boolean} [silent] no note: it would say too much of somebody
 * @property {boolean} [afar] one of the tries from afar, where a telephone number is known
 * @property {(string | null)[]} [numbered] what a letter's number goes with; null: the reason itself
 * @property {boolean} [at] when it happened @property {boolean} [scanned] what else is there @property {boolean} [fee] what was shown and asked
 */

/** @type {Record<string, string[]>} */
export const GROUPS = {
  often: ["not_home", "address_not_found", "refused", "not_eligible", "reschedule", "not_attempted"],
  person: [
    ...["identity_mismatch", "code_failed", "old_card_missing", "unreachable"],
    ...["moved", "deceased", "fee_unpaid", "health_protocol"],
  ],
  parcel: ["packaging_damaged", "seal_broken", "not_on_hand", "lost_or_stolen", "recalled"],
  way: ["access_blocked", "weather", "unsafe", "vehicle", "courier_unfit", "proof_impossible"],
  other: ["other"],
}

const WITNESS = ["family", "neighbour", "rt_rw"]
const STRANGERS = [
  ...["relative", "neighbour", "rt_rw", "village_staff", "security_staff", "receptionist", "colleague"],
]

/** Of the policies' versions before 5. @type {Record<string, Asks>} */
const FIRST = {
  not_home: { next: "retry", photo: true, wait: 3, tries: 1 },
  address_not_found: { next: "office", photo: true, tries: 1 },
  refused: { next: "back", pick: ["not_ordered", "wrong_data", "no_trust", "no_reason"] },
  not_eligible: { next: "retry", pick: STRANGERS },
  reschedule: { next: "hold", note: 3 },
  not_attempted: { next: "back" },
  identity_mismatch: { next: "back", pick: ["name", "face", "birth_date", "address"] },
  code_failed: { next: "retry" },
  old_card_missing: { next: "office", pick: ["lost", "forgotten", "kept_back"] },
  unreachable: { next: "office", tries: 2, ways: 2 },
  moved: { next: "back", pick: WITNESS },
  deceased: { next: "back", pick: WITNESS, silent: true },
  fee_unpaid: { next: "hold" },
  health_protocol: { next: "hold", silent: true },
  packaging_damaged: { next: "back", photo: true },
  seal_broken: { next: "back", photo: true },
  not_on_hand: { next: "office" },
  lost_or_stolen: { next: "office", note: 3 },
  recalled: { next: "back", note: 3 },
  access_blocked: { next: "hold", photo: true },
  weather: { next: "hold" },
  unsafe: { next: "office", note: 3 },
  vehicle: { next: "office", note: 3 },
  courier_unfit: { next: "office", silent: true },
  proof_impossible: { next: "retry", pick: ["camera", "location", "storage"] },
  other: { next: "office", photo: true, note: 15 },
}

/** What has changed since. @type {Record<string, Asks>} */
const SECOND = {
  not_home: { next: "retry", photo: true, wait: 3, tries: 1, afar: true },
  old_card_missing: {
    next: "office",
    pick: ["lost", "lost_no_letter", "forgotten", "kept_back"],
    numbered: ["lost"],
  },
  not_on_hand: { next: "office", scanned: true },
  lost_or_stolen: { next: "office", note: 10, at: true },
  fee_unpaid: { next: "hold", fee: true },
  recalled: { next: "back", numbered: [null] },
}

/** By the `reasons` of a policy. @type {Record<number, Record<string, Asks>>} */
export const TABLES = { 1: FIRST, 2: { ...FIRST, ...SECOND } }

/** After the last attempt these go to the counter, not out again. */
export const TO_COUNTER = ["not_home", "not_eligible", "code_failed", "address_not_found", "fee_unpaid"]

/** @param {string | null} reason @param {Pick<import("./types.js").PolicyOut, "reasons">} policy @returns {Asks | null} */
export const asksOf = (reason, { reasons = 1 }) => TABLES[reasons]?.[reason ?? ""] ?? null

/** Where no fee is due none is unpaid; where no old card comes back none is missing (domain/reasons.py). @param {string} reason @param {Pick<import("./types.js").PackageOut, "fee" | "old_card">} parcel */
export const fits = (reason, { fee, old_card }) =>
  reason === "fee_unpaid" ? !fee.free : reason !== "old_card_missing" || old_card === true

/** After the last attempt that the rules allow no other one follows. @param {string | null} reason @param {Pick<import("./types.js").PackageOut, "last">} parcel @param {Pick<import("./types.js").PolicyOut, "reasons">} policy @returns {string} of the words `next.…` */
export const nextOf = (reason, { last }, policy) =>
  last && TO_COUNTER.includes(reason ?? "") ? "counter" : (asksOf(reason, policy)?.next ?? "")
