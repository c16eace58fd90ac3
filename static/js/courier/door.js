/** A handover without touching: the agreed spot, the wiped phone, the witness. Pure; the same rules as domain/door.py. */
import { isSignature } from "../shared/ink.js"

/**
 * @typedef {import("./types.js").Draft} Draft
 * @typedef {import("./types.js").PolicyOut} PolicyOut
 */

/** Put down, under rules that ask where. @param {string | null} mode @param {PolicyOut} policy */
export const spotsOf = (mode, policy) => (mode === "placed_and_watched" ? (policy.door?.spots ?? []) : [])

/** What is ticked when somebody has signed on this phone. @param {Draft} draft @param {PolicyOut} policy @returns {string[]} */
export const sharedOf = ({ ink, own_phone }, policy) =>
  isSignature(ink) && !own_phone?.mh && !own_phone?.code ? (policy.door?.shared ?? []) : []

/** Who may stand by in place of a signature; empty when nobody needs to. @param {Draft} draft @param {PolicyOut} policy @param {boolean} factor */
export const witnessesOf = ({ no_signature }, policy, factor) =>
  no_signature && !factor ? (policy.door?.witnesses ?? []) : []

/** Somebody else than the recipient. @param {Draft} draft @param {string} recipient @param {string[]} allowed */
export function isWitness({ witness_name, witness_rel }, recipient, allowed) {
  const [name, other] = [witness_name, recipient].map(plain)
  return name !== "" && name !== other && allowed.includes(witness_rel ?? "")
}

/** @param {string} name */
const plain = (name) =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s.,]+/g, " ")
    .trim()

/** @param {PolicyOut} policy @param {string | null} mode */
export const asksId = (policy, mode) =>
  policy.id_check || (spotsOf(mode, policy).length > 0 && policy.door?.placed_id === true)

/** Metres: the region's, or the carrier's own where that is farther. @param {PolicyOut} policy @param {string} [partner] its code */
export const metresOf = ({ distance_m = 1, door }, partner = "") =>
  Math.max(distance_m, door?.partner_m[partner] ?? 0)
