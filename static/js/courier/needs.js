/** What the draft of a handover still lacks under its policy, and the act that a complete one becomes. Pure: facts in, answer out. */

/**
 * @typedef {import("./types.js").Draft} Draft
 * @typedef {import("./types.js").PolicyOut} PolicyOut
 * @typedef {import("./types.js").PackageOut} PackageOut
 */
import { asksId, isWitness, sharedOf, spotsOf, witnessesOf } from "./door.js"
import { isSignature } from "../shared/ink.js"

const OWN_PHONE = "sign_own_phone"
const CLAIM_CODE = /^\d{6}$/

/**
 * @param {Draft} draft @param {PolicyOut} policy @param {string} [addressee] the name on the envelope
 * @returns {string[]} keys of the missing things, in the order of the screen; empty when complete
 */
export function missingOf(draft, policy, addressee = "") {
  return Object.keys(DELIVERED).filter((key) => !DELIVERED[key]?.(draft, policy, addressee))
}

/** @typedef {Record<string, (draft: Draft, policy: PolicyOut, addressee: string) => boolean>} Needs */

/** @type {Needs} */
const DELIVERED = {
  // Before all else: whoever showed another's card gets nothing, whatever they say or sign.
  id_stop: ({ id_check }) => id_check !== "mismatch",
  who: ({ who }) => who !== null,
  name: ({ who, name }) => who !== "other" || name.trim() !== "",
  rel: ({ who, rel }, policy) => who !== "other" || (rel !== null && policy.relations.includes(rel)),
  mode: (draft, policy) => modeOf(draft, policy) !== null,
  spot: (draft, policy) => {
    const spots = spotsOf(modeOf(draft, policy), policy)
    return !spots.length || spots.includes(draft.spot ?? "")
  },
  checks: ({ checks }, policy) => policy.checks.every((check) => checks[check] === true),
  id_check: (draft, policy) => !asksFor(draft, policy) || draft.id_check !== null,
  id_check_reason: (draft, policy) =>
    !asksFor(draft, policy) || draft.id_check !== "not_done" || draft.id_check_reason.trim() !== "",
  id_shown: (draft, policy) => draft.id_check !== "not_done" || hasFactor(draft) || !standsIn(draft, policy),
  photo: (draft, policy) =>
    shows(draft, policy, "photo") && (draft.photo !== null || !needsPhoto(draft, policy)),
  placed: (draft, policy) => placedOf(draft, policy).every((check) => draft.checks[check] === true),
  claim_code: (draft, policy) =>
    (draft.claim_code === "" || hasCode(draft)) && shows(draft, policy, "factor"),
  signature: (draft, policy) => shows(draft, policy, "signature"),
  witness: (draft, policy, addressee) => {
    const allowed = witnessesOf(draft, policy, hasFactor(draft))
    return !allowed.length || isWitness(draft, draft.who === "other" ? draft.name : addressee, allowed)
  },
  wiped: (draft, policy) => sharedOf(draft, policy).every((check) => draft.checks[check] === true),
}

/** @param {Draft} draft @param {PolicyOut} policy */
const asksFor = (draft, policy) => asksId(policy, modeOf(draft, policy))

/** A spot or a witness, where a hand or a signature was, or a card for which no courier's word is enough: then the identity card itself must fit. @param {Draft} draft @param {PolicyOut} policy */
const standsIn = (draft, policy) => asksFor(draft, policy) && (policy.id_match || needsPhoto(draft, policy))

/** @param {Draft} draft @param {PolicyOut} policy */
const needsPhoto = (draft, policy) =>
  spotsOf(modeOf(draft, policy), policy).length > 0 || witnessesOf(draft, policy, hasFactor(draft)).length > 0

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
  factor: (draft) => hasFactor(draft),
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

/** What only the recipient can give. @param {Draft} draft */
export const hasFactor = (draft) => hasCode(draft) || isSigned(draft.own_phone)

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
    ...(draft.payment && !parcel.fee.free ? { payment: draft.payment } : {}),
    answers: answersOf(draft, policy),
  }
}

/** The recipient's record by its id, and by its hash or its code. @param {Draft} draft */
function ownPhoneOf({ own_phone }) {
  if (!own_phone || !isSigned(own_phone)) return {}
  const { id, mh, code } = own_phone
  return { own_phone: { id, mh, code: mh ? null : code } }
}

/** Has the courier captured or chosen anything? A form that was only looked at leaves nothing behind. @param {Draft} draft */
export const isTouched = (draft) =>
  Object.entries(draft).some(
    ([name, value]) => !GIVEN.includes(name) && Object.values(Object(value)).some(Boolean),
  )

const GIVEN = ["proof", "user", "pkg", "outcome", "opened_at", "photo_of"]

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
    name: tidy(given),
    rel: who === "addressee" ? "self" : (rel ?? ""),
  }
}

/** @param {Draft} draft @param {PolicyOut} policy */
function contactlessOf(draft, policy) {
  const mode = modeOf(draft, policy)
  const spot = spotsOf(mode, policy).length ? { spot: draft.spot } : {}
  return { mode: mode ?? "", method: methodOf(draft, policy) ?? "", ...spot }
}

/** @param {Draft} draft @param {PolicyOut} policy @returns {import("./types.js").Answers} */
function answersOf(draft, policy) {
  const { checks, id_check, id_check_reason, claim_code, ink, no_signature, own_phone } = draft
  const signed = isSignature(ink) || isSigned(own_phone)
  return {
    checks: Object.fromEntries(
      [...policy.checks, ...placedOf(draft, policy), ...sharedOf(draft, policy)].map((check) => [
        check,
        checks[check] === true,
      ]),
    ),
    id_check: id_check ?? "not_done",
    id_check_reason: id_check === "not_done" ? id_check_reason.trim() || null : null,
    signature_status: signed ? "signed" : (no_signature ?? "not_needed"),
    claim_code: CLAIM_CODE.test(claim_code) ? claim_code : null,
    ...witnessOf(draft, policy),
    ...warnings(draft),
  }
}

/** @param {Draft} draft @param {PolicyOut} policy */
export function witnessOf(draft, policy) {
  if (!witnessesOf(draft, policy, hasFactor(draft)).length) return {}
  return { witness: { name: tidy(draft.witness_name), rel: draft.witness_rel } }
}

/** @param {string} name */
const tidy = (name) => name.normalize("NFC").trim().replace(/\s+/g, " ")

/** Nothing at all when there is nothing to say. @param {Draft | null} draft */
export const warnings = (draft) =>
  draft?.photo && draft.photo_warnings.length ? { photo_warnings: draft.photo_warnings } : {}

/** @typedef {{ points: { x: number, y: number }[] }} OldStroke  What a draft of an older build holds. @param {{ width: number, height: number, strokes: (number[] | OldStroke)[] } | null} ink @returns {import("./types.js").Ink | null} */
export function inkOf(ink) {
  return ink && { ...ink, strokes: ink.strokes.map((stroke) => ("points" in stroke ? flat(stroke) : stroke)) }
}

/** @param {OldStroke} stroke */
const flat = ({ points }) => points.flatMap(({ x, y }) => [Math.round(x), Math.round(y)])
