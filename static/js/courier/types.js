/**
 * Types of the courier's phone. Nothing here runs.
 *
 * @typedef {import("../types/courier-api.js").SessionOut} SessionOut
 * @typedef {import("../types/courier-api.js").RoundOut} RoundOut
 * @typedef {import("../types/courier-api.js").PackageOut} PackageOut
 * @typedef {import("../types/courier-api.js").PolicyOut} PolicyOut
 * @typedef {import("../types/courier-api.js").Outcome} Outcome
 * @typedef {import("../types/courier-api.js").EvidenceKind} EvidenceKind
 * @typedef {import("../types/courier-api.js").PublicJwk} PublicJwk
 * @typedef {import("../types/courier-api.js").Problem} Problem
 * @typedef {import("../types/courier-api.js").AcknowledgementOut} AcknowledgementOut
 *
 * @typedef {{ kind: EvidenceKind, sha256: string, bytes: number, type: string, width: number, height: number }} Media
 *   One line of the manifest's `media`.
 * @typedef {Media & { data: ArrayBuffer }} Part  A line of `media` with its bytes.
 * @typedef {{ proof: string, sha256: string, type: string, data: ArrayBuffer }} StoredPart
 *
 * @typedef {{ seq: number, prev: string | null }} Counter  The last used number of a key and the `mh` that took it.
 * @typedef {{ user: string, kid: string, jwk: PublicJwk, keys: CryptoKeyPair, enrolled: boolean }} DeviceRow
 *
 * @typedef {{ status: number, code: string, detail: string, at: string }} LastError
 * @typedef {object} WaitingRow  A frozen proof that has no acknowledgement yet.
 * @property {string} proof
 * @property {string} user
 * @property {string} pkg
 * @property {string} alias
 * @property {string} name  For the courier's eye only.
 * @property {Outcome | "shift"} outcome  `shift`: the declaration before work, of no package.
 * @property {string | null} reason
 * @property {number} order  Place in the queue; never a time.
 * @property {"waiting" | "attention"} state
 * @property {string} body  The bytes that are sent, every time.
 * @property {"application/jose" | "application/json"} type
 * @property {string} mh
 * @property {string | null} jh
 * @property {string | null} kid
 * @property {{ sha256: string, type: string, bytes: number, kept: boolean }[]} parts
 * @property {string} frozen_at
 * @property {number} [kept_at]  When it was kept, by the clock that servers have put right; older apps wrote none.
 * @property {number} tries
 * @property {LastError | null} last
 * @property {string[]} [acks]  What a server said before it was restored from a backup and asked again.
 *
 * @typedef {object} Answered
 * @property {string[]} acks  The server's bytes, oldest first; the last one counts.
 * @property {AcknowledgementOut["verdict"]} verdict @property {string | null} why @property {string} sent_at  For the courier's eye only.
 * @property {number} heard  The how many-th acknowledgement of this phone it was; never a time.
 * @property {boolean} [partsGone]  Photos and signatures have been forgotten after their time.
 * @property {WaitingRow[]} [copies]  Other signatures of the same proof, set aside by the courier.
 * @typedef {WaitingRow & Answered} SentRow
 *
 * @typedef {import("../shared/ink.js").Ink} Ink
 *
 * @typedef {object} Draft  Everything the courier has entered so far; one row, rewritten after each field.
 * @property {string} proof
 * @property {string} user
 * @property {string} pkg
 * @property {"delivered" | "attempt_failed"} outcome
 * @property {"addressee" | "other" | null} who
 * @property {string} name
 * @property {string | null} rel
 * @property {string} [paper]  Of a letter of authority: its number, or a few words.
 * @property {Record<string, boolean>} checks
 * @property {"match" | "mismatch" | "not_done" | null} id_check
 * @property {string} id_check_reason
 * @property {string | null} mode
 * @property {string | null} method
 * @property {string | null} spot  Where it was put down.
 * @property {string} witness_name @property {string | null} witness_rel  Who stood by when nobody signed.
 * @property {string} claim_code
 * @property {"declined" | "unable" | null} no_signature
 * @property {Ink | null} ink
 * @property {OwnPhone | null} own_phone
 * @property {Card | null} card  The old card that comes back; its photo is masked before it is here.
 * @property {Part | null} photo @property {string} [photo_of]  With which outcome in mind it was taken.
 * @property {Payment | null} payment  What was said of the delivery fee, where one is due.
 * @property {string[]} photo_warnings  What the phone said of the photo that the courier kept.
 * @property {string | null} reason
 * @property {string | null} detail  One of what the reason offers.
 * @property {string} note
 * @property {Beside} [beside]
 * @property {string} [said_of]  The reason that `detail`, `note` and the number were written for.
 * @property {Record<string, { detail: string | null, note: string, number: string }>} [said]  The same of other reasons.
 * @property {ContactTry[]} tries
 * @property {string} opened_at  When the courier stood at the door, by this phone's clock.
 * @property {number} [since]  How many proofs this phone had frozen when its form was opened; never a time.
 *
 * @typedef {object} OwnPhone  A link for the recipient's own phone. Signed when there is the hash of what was signed, or its short code.
 * @property {string} id @property {string} token @property {number} made_at By the server's clock.
 * @property {string | null} mh @property {string | null} code
 * @property {string} name @property {{ width: number, height: number, strokes: number[][] } | null} strokes
 *
 * @typedef {{ there: "yes" | "no" | null, photo: Part | null, seal: string, missing: string | null, letter: string }} Card
 * @typedef {{ rupiah: number, method: string | null, reason: string | null }} Payment  A sum and its way, or nothing and why.
 * @typedef {{ number?: string, at?: string | null, scanned?: string[] | null, fee?: { shown: boolean, rupiah: number | null } }} Beside  What single reasons of a failed attempt ask.
 * @typedef {{ way: "call" | "whatsapp" | "knock", at: string }} ContactTry
 * @typedef {import("../types/courier-api.js").Tried} Tried
 *
 * @typedef {{ lat_e7: number, lon_e7: number, acc_m: number, fix_at: string } | { none: "denied" | "timeout" | "unavailable" | "stale" }} Gps
 *
 * @typedef {object} Act  What is frozen: a proof before it has a number, a signature and a place in the queue.
 * @property {string} proof
 * @property {string} user
 * @property {PackageOut} parcel
 * @property {Outcome} outcome
 * @property {string | null} reason
 * @property {number} attempt
 * @property {{ name: string, rel: string, paper?: string } | null} recipient
 * @property {{ mode: string, method: string, spot?: string | null } | null} contactless
 * @property {Answers} answers
 * @property {Part[]} parts
 * @property {{ id: string, mh: string | null, code: string | null }} [own_phone]  The recipient's own record.
 * @property {{ seal: string | null, missing: string | null, letter: string | null }} [old_card]  Its seal, or why it is not there.
 * @property {Payment} [payment]
 * @property {Tried | null} [tried]  What was done before giving up.
 * @property {number} [since]  Of a form, as in Draft: a delivery of this package that was frozen later is from another tab, and the act is refused.
 *
 * @typedef {object} Answers
 * @property {Record<string, boolean>} checks
 * @property {"match" | "mismatch" | "not_done"} id_check
 * @property {string | null} id_check_reason
 * @property {"not_needed" | "signed" | "declined" | "unable"} signature_status
 * @property {string | null} claim_code
 * @property {{ name: string, rel: string | null }} [witness]
 * @property {string[]} [photo_warnings]
 */
export {}
