/** What the draft of a handover still lacks under its policy, and the act that a complete one becomes. Pure: facts in, answer out. */

/**
 * @typedef {import("./types.js").Draft} Draft
 * @typedef {import("./types.js").PolicyOut} PolicyOut
 * @typedef {import("./types.js").PackageOut} PackageOut
 */
import { isSignature } from "./ink.js"

const OWN_PHONE = "sign_own_phone"
const CLAIM_CODE = /^\d{6}$/

/**
 * @param {Draft} draft @param {PolicyOut} policy
 * @returns {string[]} keys of the missing things, in the order of the screen; empty when complete
 */
export function missingOf(draft, policy) {
  return Object.keys(DELIVERED).filter((key) => !DELIVERED[key]?.(draft, policy))
}

/** @typedef {Record<string, (draft: Draft, policy: PolicyOut) => boolean>} Needs */

/** @type {Needs} */
const DELIVERED = {
  who: ({ who }) => who !== null,
  name: ({ who, name }) => who !== "other" || name.trim() !== "",
  rel: ({ who, rel }, policy) => who !== "other" || (rel !== null && policy.relations.includes(rel)),
  checks: ({ checks }, policy) => policy.checks.every((check) => checks[check] === true),
  id_check: ({ id_check }, policy) => !policy.id_check || id_check !== null,
  id_check_reason: ({ id_check, id_check_reason }, policy) =>
    !policy.id_check || id_check !== "not_done" || id_check_reason.trim() !== "",
  photo: (draft, policy) => shows(draft, policy, "photo"),
  claim_code: (draft, policy) =>
    (draft.claim_code === "" || hasCode(draft)) && shows(draft, policy, "factor"),
  signature: (draft, policy) => shows(draft, policy, "signature"),
  mode: (draft, policy) => modeOf(draft, policy) !== null,
  placed: (draft, policy) => placedOf(draft, policy).every((check) => draft.checks[check] === true),
}

/** Groups of which one thing each is enough. A region's policy names them; of a national one a code stands in for a signature.
 * @param {PolicyOut} policy @returns {string[][]} */
const groupsOf = (policy) =>
  policy.needs?.delivered ??
  policy.evidence.delivered.map((kind) => (kind === "signature" ? ["signature", "factor"] : [kind]))

/** @type {Record<string, (draft: Draft) => boolean>} */
const SHOWN = {
  photo: ({ photo }) => photo !== null,
  signature: ({ ink, no_signature, own_phone }) =>
    isSignature(ink) || no_signature !== null || isSigned(own_phone),
  factor: (draft) => hasCode(draft) || isSigned(draft.own_phone),
}

/** Whether every group that asks first for this has something. @param {Draft} draft @param {PolicyOut} policy @param {string} kind */
const shows = (draft, policy, kind) =>
  groupsOf(policy)
    .filter(([first]) => first === kind)
    .every((group) => group.some((one) => SHOWN[one]?.(draft)))

/** What is ticked when the package is put down. @param {Draft} draft @param {PolicyOut} policy @returns {string[]} */
export const placedOf = (draft, policy) =>
  modeOf(draft, policy) === "placed_and_watched" ? (policy.placed ?? []) : []

/** The claim code is something only the recipient can give: with it a signature is not needed. @param {Draft} draft */
const hasCode = ({ claim_code }) => CLAIM_CODE.test(claim_code)

/** Signed on the recipient's own phone, which is a signature and something only the recipient can give. @param {Draft["own_phone"]} link */
export const isSigned = (link) => Boolean(link?.mh || link?.code)

/** @param {PolicyOut} policy @param {PackageOut} parcel */
export const mayUseOwnPhone = (policy, parcel) =>
  policy.methods.includes(OWN_PHONE) && Boolean(parcel.own_phone_key) && Boolean(crypto.subtle)

/** @param {PolicyOut} policy */
export const mayBeSigned = (policy) =>
  policy.share_device !== false &&
  (groupsOf(policy).flat().includes("signature") || policy.methods.includes("courier_phone_sign"))

/** The only way, or the first of several, until the courier chooses. @param {Draft} draft @param {PolicyOut} policy */
export const modeOf = ({ mode }, policy) => mode ?? policy.modes[0] ?? null

/**
 * How the recipient was confirmed, read off what was filled in; the courier's own choice stands above it, but for a
 * signature on the recipient's own phone, which is there or is not.
 * @param {Draft} draft @param {PolicyOut} policy @returns {string | null}
 */
export function methodOf(draft, policy) {
  if (isSigned(draft.own_phone)) return OWN_PHONE
  const methods = waysToChoose(policy)
  const seen = {
    code_spoken: hasCode(draft),
    courier_phone_sign: isSignature(draft.ink),
    id_at_distance: draft.id_check === "match",
    name_spoken: true,
  }
  const found = Object.entries(seen).find(([method, is]) => is && methods.includes(method))
  return draft.method ?? found?.[0] ?? methods[0] ?? null
}

/** @param {PolicyOut} policy */
export const waysToChoose = (policy) => policy.methods.filter((method) => method !== OWN_PHONE)

/**
 * @param {Draft} draft complete @param {PackageOut} parcel @param {PolicyOut} policy
 * @param {import("./types.js").Part | null} signature rendered
 * @returns {import("./types.js").Act}
 */
export function actOf(draft, parcel, policy, signature) {
  const { proof, user, photo } = draft
  return {
    ...{ proof, user, parcel, outcome: "delivered", attempt: parcel.attempt, reason: null },
    parts: /** @type {import("./types.js").Part[]} */ ([photo, signature].filter(Boolean)),
    recipient: recipientOf(draft, parcel),
    contactless: contactlessOf(draft, policy),
    ...ownPhoneOf(draft),
    answers: answersOf(draft, policy),
  }
}

/** The recipient's record by its id, and by its hash or its code. @param {Draft} draft */
function ownPhoneOf({ own_phone }) {
  if (!own_phone || !isSigned(own_phone)) return {}
  const { id, mh, code } = own_phone
  return { own_phone: { id, mh, code: mh ? null : code } }
}

/**
 * Taking it over from the office, or bringing it back: nothing is asked.
 * @param {string} user @param {PackageOut} parcel @param {"picked_up" | "returned"} outcome @returns {import("./types.js").Act}
 */
export function custody(user, parcel, outcome) {
  const nothing = { reason: null, recipient: null, contactless: null, parts: [] }
  return {
    ...nothing,
    proof: crypto.randomUUID(),
    user,
    parcel,
    outcome,
    attempt: parcel.attempt,
    answers: NOTHING_ASKED,
  }
}

/** Has the courier captured or chosen anything? A form that was only looked at leaves nothing behind. @param {Draft} draft */
export function isTouched(draft) {
  const { who, name, rel, id_check, id_check_reason, mode, method, claim_code } = draft
  const { no_signature, ink, photo, reason, checks } = draft
  const said = [who, name, rel, id_check, id_check_reason, mode, method, claim_code, draft.note]
  const shown = [
    no_signature,
    ink,
    draft.own_phone,
    photo,
    reason,
    draft.tries.length,
    ...Object.values(checks),
  ]
  return [...said, ...shown].some(Boolean)
}

/** @type {import("./types.js").Answers} */
export const NOTHING_ASKED = {
  checks: {},
  id_check: "not_done",
  id_check_reason: null,
  signature_status: "not_needed",
  claim_code: null,
}

/** @param {Draft} draft @param {PackageOut} parcel */
function recipientOf({ who, name, rel }, parcel) {
  const given = who === "addressee" ? parcel.recipient.name : name
  return {
    name: given.normalize("NFC").trim().replace(/\s+/g, " "),
    rel: who === "addressee" ? "self" : (rel ?? ""),
  }
}

/** @param {Draft} draft @param {PolicyOut} policy */
function contactlessOf(draft, policy) {
  return { mode: modeOf(draft, policy) ?? "", method: methodOf(draft, policy) ?? "" }
}

/** @param {Draft} draft @param {PolicyOut} policy @returns {import("./types.js").Answers} */
function answersOf(draft, policy) {
  const { checks, id_check, id_check_reason, claim_code, ink, no_signature, own_phone } = draft
  const signed = isSignature(ink) || isSigned(own_phone)
  return {
    checks: Object.fromEntries(
      [...policy.checks, ...placedOf(draft, policy)].map((check) => [check, checks[check] === true]),
    ),
    id_check: id_check ?? "not_done",
    id_check_reason: id_check === "not_done" ? id_check_reason.trim() || null : null,
    signature_status: signed ? "signed" : (no_signature ?? "not_needed"),
    claim_code: CLAIM_CODE.test(claim_code) ? claim_code : null,
    ...warnings(draft),
  }
}

/** Nothing at all when there is nothing to say. @param {Draft | null} draft */
export const warnings = (draft) =>
  draft?.photo && draft.photo_warnings.length ? { photo_warnings: draft.photo_warnings } : {}
