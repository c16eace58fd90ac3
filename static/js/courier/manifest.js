/** The manifest of a proof: members and their order as in evidence.md 2.2. */
import { b64u, utf8 } from "./jws.js"

/**
 * @typedef {object} Frame  What surrounds an act at the moment it is frozen.
 * @property {string} captured_at @property {number | null} mono_ms @property {number | null} offset_ms
 * @property {import("./types.js").Gps} gps @property {import("./types.js").Counter} last @property {string} app
 * @property {string | null} unsigned  Why there is no signature; null when there is one.
 */

/** @param {import("./types.js").Act} act @param {Frame} frame @param {Uint8Array} [salt] 16 random bytes */
export function manifestOf(act, frame, salt = crypto.getRandomValues(new Uint8Array(16))) {
  return {
    v: 1,
    typ: "pod-capture",
    salt: b64u(salt),
    proof: act.proof,
    pkg: act.parcel.pkg,
    attempt: act.attempt,
    outcome: act.outcome,
    reason: act.reason,
    ...(act.tried ? { tried: act.tried } : {}),
    captured_at: frame.captured_at,
    mono_ms: frame.mono_ms,
    offset_ms: frame.offset_ms,
    gps: frame.gps,
    recipient: act.recipient,
    contactless: act.contactless,
    ...(act.own_phone ? { own_phone: act.own_phone } : {}),
    ...(act.old_card ? { old_card: act.old_card } : {}),
    ...(act.payment ? { payment: act.payment } : {}),
    policy: { id: act.parcel.policy.id, version: act.parcel.policy.version, answers: act.answers },
    media: act.parts.map(mediaLine),
    seen: null,
    seq: frame.last.seq + 1,
    prev: frame.last.prev,
    app: frame.app,
    ...(frame.unsigned === null ? {} : { unsigned: frame.unsigned }),
  }
}

/** @param {object} manifest */
export const manifestBytes = (manifest) => utf8(JSON.stringify(manifest))

/** @param {import("./types.js").Part} part */
function mediaLine({ kind, sha256, bytes, type, width, height }) {
  return { kind, sha256, bytes, type, width, height }
}
