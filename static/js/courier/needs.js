/** What a draft still lacks under its policy, and the act that a complete one becomes. Pure: facts in, answer out. */

/**
 * @typedef {import("./types.js").Draft} Draft
 * @typedef {import("./types.js").PolicyOut} PolicyOut
 * @typedef {import("./types.js").PackageOut} PackageOut
 */
import { isSignature } from "./ink.js"

/** Reasons that a photo can show; the others ask for none (domain.md 5). */
const SHOWN_BY_PHOTO = new Set([
  "not_home",
  "address_not_found",
  "access_blocked",
  "packaging_damaged",
  "seal_broken",
  "other",
])
const CLAIM_CODE = /^\d{6}$/

/**
 * @param {Draft} draft @param {PolicyOut} policy
 * @returns {string[]} keys of the missing things, in the order of the screen; empty when complete
 */
export function missingOf(draft, policy) {
  const asked = draft.outcome === "delivered" ? DELIVERED : FAILED
  return Object.keys(asked).filter((key) => !asked[key]?.(draft, policy))
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
  photo: ({ photo }, policy) => photo !== null || !asks(policy, "delivered", "photo"),
  claim_code: ({ claim_code }) => claim_code === "" || CLAIM_CODE.test(claim_code),
  signature: (draft, policy) =>
    !asks(policy, "delivered", "signature") ||
    isSignature(draft.ink) ||
    draft.no_signature !== null ||
    hasCode(draft),
  mode: (draft, policy) => modeOf(draft, policy) !== null,
}

/** @type {Needs} */
const FAILED = {
  reason: ({ reason }) => reason !== null,
  photo: ({ reason, photo }, policy) => photo !== null || !photoShows(reason, policy),
}

/** @param {string | null} reason @param {PolicyOut} policy */
export const photoShows = (reason, policy) =>
  asks(policy, "attempt_failed", "photo") && reason !== null && SHOWN_BY_PHOTO.has(reason)

/** @param {PolicyOut} policy @param {"delivered" | "attempt_failed"} outcome @param {"photo" | "signature"} kind */
const asks = (policy, outcome, kind) => policy.evidence[outcome]?.includes(kind) ?? false

/** The claim code is something only the recipient can give: with it a signature is not needed. @param {Draft} draft */
const hasCode = ({ claim_code }) => CLAIM_CODE.test(claim_code)

/** @param {PolicyOut} policy */
export const mayBeSigned = (policy) =>
  asks(policy, "delivered", "signature") || policy.methods.includes("courier_phone_sign")

/** The only way, or the first of several, until the courier chooses. @param {Draft} draft @param {PolicyOut} policy */
export const modeOf = ({ mode }, policy) => mode ?? policy.modes[0] ?? null

/**
 * How the recipient was confirmed, read off what was filled in; the courier's own choice stands above it.
 * @param {Draft} draft @param {PolicyOut} policy @returns {string | null}
 */
export function methodOf(draft, policy) {
  const seen = {
    code_spoken: hasCode(draft),
    courier_phone_sign: isSignature(draft.ink),
    id_at_distance: draft.id_check === "match",
    name_spoken: true,
  }
  const found = Object.entries(seen).find(([method, is]) => is && policy.methods.includes(method))
  return draft.method ?? found?.[0] ?? policy.methods[0] ?? null
}

/**
 * @param {Draft} draft complete @param {PackageOut} parcel @param {PolicyOut} policy
 * @param {import("./types.js").Part | null} signature rendered
 * @returns {import("./types.js").Act}
 */
export function actOf(draft, parcel, policy, signature) {
  const { proof, user, outcome, photo } = draft
  const parts = /** @type {import("./types.js").Part[]} */ ([photo, signature].filter(Boolean))
  const common = { proof, user, parcel, outcome, attempt: parcel.attempt, parts }
  if (outcome === "attempt_failed")
    return { ...common, reason: draft.reason, recipient: null, contactless: null, answers: NOTHING_ASKED }
  return {
    ...common,
    reason: null,
    recipient: recipientOf(draft, parcel),
    contactless: contactlessOf(draft, policy),
    answers: answersOf(draft, policy),
  }
}

/** @param {string} user @param {PackageOut} parcel @returns {import("./types.js").Act} taking it over from the office */
export function pickUp(user, parcel) {
  const nothing = { reason: null, recipient: null, contactless: null, parts: [] }
  return {
    ...nothing,
    proof: crypto.randomUUID(),
    user,
    parcel,
    outcome: "picked_up",
    attempt: parcel.attempt,
    answers: NOTHING_ASKED,
  }
}

/** @type {import("./types.js").Answers} */
const NOTHING_ASKED = {
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
  const { checks, id_check, id_check_reason, claim_code, ink, no_signature } = draft
  return {
    checks: Object.fromEntries(policy.checks.map((check) => [check, checks[check] === true])),
    id_check: id_check ?? "not_done",
    id_check_reason: id_check === "not_done" ? id_check_reason.trim() || null : null,
    signature_status: isSignature(ink) ? "signed" : (no_signature ?? "not_needed"),
    claim_code: CLAIM_CODE.test(claim_code) ? claim_code : null,
  }
}
