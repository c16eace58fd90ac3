/** The courier's packages of the day: kept for offline, refreshed when there is a line, overlaid with what this phone did. */
import { ask } from "./ask.js"
import { announce } from "./changes.js"
import { noteServerTime } from "./clock.js"
import { inStore, strictly } from "./store.js"

/**
 * @typedef {import("./types.js").RoundOut} RoundOut
 * @typedef {import("./types.js").PackageOut} PackageOut
 * @typedef {import("./types.js").WaitingRow} WaitingRow
 * @typedef {{ user: string, etag: string | null, round: RoundOut, stored_at: string }} RoundRow
 */

const AFTER = /** @type {const} */ ({ picked_up: "picked_up", delivered: "delivered", attempt_failed: "attempt_failed", returned: "returned" })
const DONE = new Set(["delivered", "returned", "reported_delivered", "cancelled", "lost"])

/** @param {string} user @returns {Promise<RoundRow | null>} */
export async function storedRound(user) {
  return (await inStore((store) => store.get("rounds", user))) ?? null
}

/**
 * Fetch the round. Another user's answer is never kept under this user's name.
 * @param {string} user @param {typeof fetch} [send] @returns {Promise<"fresh" | "same" | "session" | "unreachable">}
 */
export async function refreshRound(user, send = fetch) {
  const etag = (await storedRound(user))?.etag
  const reply = await ask("/kurir/api/round", { headers: etag ? { "If-None-Match": etag } : {} }, send)
  if (reply.status === 401 && reply.problem) return "session"
  if (reply.status === 304) return "same"
  if (!isRoundOf(user, reply)) return "unreachable"
  await keepRound({ user, etag: reply.etag, round: reply.json, stored_at: new Date().toISOString() })
  return "fresh"
}

/** @param {string} user @param {import("./ask.js").Reply} reply */
function isRoundOf(user, { status, json }) {
  return status === 200 && json?.courier?.id === user && Array.isArray(json.packages)
}

/** @param {RoundRow} row */
async function keepRound(row) {
  noteServerTime(Date.parse(row.round.server_time))
  await strictly(["rounds"], (tx) => tx.objectStore("rounds").put(row))
  announce("round")
}

/**
 * Each package as this phone knows it: acts frozen here come on top of what the server last said.
 * @param {RoundOut} round @param {WaitingRow[]} acts in the order they were frozen @returns {PackageOut[]}
 */
export function withActs(round, acts) {
  return round.packages.map((parcel) => acts.filter(({ pkg }) => pkg === parcel.pkg).reduce(afterAct, parcel))
}

/** @param {PackageOut} parcel @param {WaitingRow} act @returns {PackageOut} */
function afterAct(parcel, { outcome }) {
  const attempt = parcel.attempt + (outcome === "attempt_failed" ? 1 : 0)
  return { ...parcel, status: AFTER[outcome], attempt }
}

/** Acts the stored round cannot know of yet. @param {RoundRow} row @param {WaitingRow[]} waiting @param {import("./types.js").SentRow[]} sent @returns {WaitingRow[]} */
export function actsSince(row, waiting, sent) {
  const unseen = sent.filter(({ sent_at }) => sent_at > row.stored_at)
  return [...unseen, ...waiting].sort((a, b) => a.order - b.order)
}

/** @param {PackageOut} parcel */
export const isDone = ({ status }) => DONE.has(status)

/** @param {PackageOut} parcel */
export const isToAccept = ({ status }) => status === "assigned"

/** @param {RoundOut} round @param {PackageOut} parcel */
export function policyOf(round, { policy }) {
  return round.policies.find(({ id, version }) => id === policy.id && version === policy.version) ?? null
}

/** @param {PackageOut[]} parcels @param {string} typed part of a name, address or alias */
export function matching(parcels, typed) {
  const wanted = folded(typed).split(" ").filter(Boolean)
  return parcels.filter(({ recipient, alias, pkg }) => {
    const text = folded(`${recipient.name} ${recipient.address} ${alias} ${pkg}`)
    return wanted.every((word) => text.includes(word))
  })
}

/** @param {string} text */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ")
}
