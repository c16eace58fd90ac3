/** Fetch the round when there is a line, opening the session again by itself when it has closed. */
import { ask } from "./ask.js"
import { inBag } from "./bag.js"
import { noteServerTime } from "./clock.js"
import { answersHeard } from "./outbox.js"
import { storedRound } from "./round.js"
import { reopenFor } from "./sender.js"
import { announce, strictly } from "./store.js"
import { noteCookie, tripsHere } from "./who.js"

/** @typedef {import("./round.js").RoundRow} RoundRow */

/** Of this phone's other trips what is open is asked about after it, and nobody waits for that. @param {string} user @returns {ReturnType<typeof refreshRound>} */
export async function refresh(user) {
  const answer = await refreshHere(user)
  if (answer === "fresh" || answer === "same") void others(user).catch(() => undefined)
  return answer
}

/** Most phones have none. @param {string} user */
async function others(user) {
  const trips = await tripsHere()
  trips.delete(user)
  if (trips.size) await (await import("./other_rounds.js")).refreshOthers(user)
}

/** @param {string} user @returns {ReturnType<typeof refreshRound>} */
async function refreshHere(user) {
  const answer = await refreshRound(user)
  if (answer !== "session" || (await reopenFor(user)) !== "open") return answer
  return refreshRound(user)
}

/** With the cookie, which an answer shows to be this user's. @param {string} user @param {typeof fetch} [send] @returns {ReturnType<typeof fetchRound>} */
export async function refreshRound(user, send = fetch) {
  const answer = await fetchRound(user, send)
  if (answer === "fresh" || answer === "same") await noteCookie(user)
  return answer
}

/**
 * Fetch the round. Another user's answer is never kept under this user's name.
 * @param {string} user @param {typeof fetch} send @returns {Promise<"fresh" | "same" | "session" | "unreachable">}
 */
export async function fetchRound(user, send) {
  // Before the question: an answer that comes meanwhile may be news to the server's round, or not.
  const heard = await answersHeard()
  const etag = (await storedRound(user))?.etag
  const reply = await ask("/kurir/api/round", { headers: etag ? { "If-None-Match": etag } : {} }, send)
  if ((reply.status === 401 && reply.problem) || isRoundOfAnother(user, reply)) return "session"
  if (reply.status !== 304 && !isRoundOf(user, reply)) return "unreachable"
  if (reply.status === 304) return confirmed(user, etag, heard)
  await keepRound({ user, etag: reply.etag, round: reply.json, stored_at: new Date().toISOString(), heard })
  return "fresh"
}

/** The cookie is of another trip on this phone. @param {string} user @param {import("./ask.js").Reply} reply */
function isRoundOfAnother(user, { status, json }) {
  return status === 200 && typeof json?.courier?.id === "string" && json.courier.id !== user
}

/** @param {string} user @param {import("./ask.js").Reply} reply */
function isRoundOf(user, { status, json }) {
  return status === 200 && json?.courier?.id === user && Array.isArray(json.packages)
}

/** What is here is what the server says now, after all that it had acknowledged. @param {string} user @param {string | null | undefined} etag @param {number} heard @returns {Promise<"same">} */
async function confirmed(user, etag, heard) {
  let moved = false
  await strictly(["rounds"], async (tx) => {
    const row = await tx.objectStore("rounds").get(user)
    if (!row || row.etag !== etag || row.heard >= heard) return
    moved = true
    await tx.objectStore("rounds").put({ ...row, heard })
  })
  if (moved) announce("round")
  return "same"
}

/** Of a trip that is over nobody is shown any more, but who an unfinished form is about: it can still be finished. @param {any} tx @param {RoundRow} row @returns {Promise<RoundRow>} */
async function withOpenForms(tx, row) {
  if (!row.round.over) return row
  const [before = row, drafts] = await Promise.all([
    tx.objectStore("rounds").get(row.user),
    tx.objectStore("drafts").getAll(),
  ])
  const open = new Set(drafts.map((/** @type {any} */ { user, pkg }) => `${user} ${pkg}`))
  const isOpen = (/** @type {string} */ pkg) => open.has(`${row.user} ${pkg}`)
  const packages = before.round.packages.filter((/** @type {any} */ { pkg }) => isOpen(pkg))
  const round = { ...row.round, packages, policies: before.round.policies }
  return { ...row, round, in_bag: await inBag(tx, before, isOpen) }
}

/** @param {RoundRow} row */
async function keepRound(row) {
  noteServerTime(Date.parse(row.round.server_time))
  await strictly(["rounds", "drafts", "waiting", "sent"], async (tx) =>
    tx.objectStore("rounds").put(await withOpenForms(tx, row)),
  )
  announce("round")
}
