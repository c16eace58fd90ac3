/**
 * Names, addresses and telephones that nobody needs on this phone any more, taken off without waiting for the one whose
 * they were to come back (decision 21): rounds of days that are over, and what drivers of trips that are over have sent.
 */
import { acknowledgementOf } from "./acknowledgement.js"
import { inBag } from "./bag.js"
import { serverAtLeast, serverNow, timeIsUnknown } from "./clock.js"
import { forgetWhole } from "./forget.js"
import { storedKey } from "./keys.js"
import { ageOf } from "./purge.js"
import { isOverForGood } from "./session.js"
import { announce, inStore, strictly } from "./store.js"
import { sessionOf } from "./who.js"

/** @typedef {import("./types.js").SentRow} SentRow @typedef {import("./round.js").RoundRow} RoundRow */

const HOUR_MS = 3_600_000
const ROUND_KEPT_MS = 24 * HOUR_MS
/** The 7 days of every proof, and the 7 in which the server still takes what a trip has left. */
const SENT_KEPT_MS = 14 * 24 * HOUR_MS

/**
 * What a draft or a waiting proof is about stays. Whoever is signed in keeps the round until the server's own time says
 * that it is past: a clock that jumped may not take it away where nothing brings it back. Another's goes by this phone's
 * clock, without a network: coming back takes a line, and that brings a round.
 * @param {{ device: number, server: number | null }} [at] both clocks, in milliseconds
 */
export async function emptyPastRounds(at = { device: Date.now(), server: serverAtLeast() }) {
  let emptied = false
  await strictly(["current", "rounds", "sessions", "drafts", "waiting", "sent"], async (tx) => {
    const [here, rows, sessions, ...acts] = await Promise.all([
      tx.objectStore("current").get("user"),
      tx.objectStore("rounds").getAll(),
      tx.objectStore("sessions").getAll(),
      tx.objectStore("drafts").getAll(),
      tx.objectStore("waiting").getAll(),
    ])
    const needed = new Set(acts.flat().map(({ user, pkg }) => `${user} ${pkg}`))
    const less = rows
      .filter((row) => (row.user === here?.user ? isOver(row, at) : isPast(row, at)))
      .flatMap((row) => withNeeded(row, needed))
    const trips = new Set(sessions.filter(({ kind }) => kind === "trip").map(({ user }) => user))
    for (const row of less)
      await tx.objectStore("rounds").put(trips.has(row.user) ? await ended(tx, row) : row)
    emptied = less.length > 0
  })
  if (emptied) announce("round")
}

/** @param {RoundRow} row @param {{ server: number | null }} at */
const isOver = ({ round }, { server }) =>
  server !== null && server - Date.parse(round.expires_at) > ROUND_KEPT_MS

/** All by the clock that the round was stored under: a phone that is days off keeps today's round all the same. @param {RoundRow} row @param {{ device: number }} at */
function isPast({ round, stored_at }, { device }) {
  const life = Date.parse(round.expires_at) - Date.parse(round.server_time)
  return device - Date.parse(stored_at) > life + ROUND_KEPT_MS
}

/**
 * A trip comes to no other day: what was in hand keeps its number. Of which the server has not said that it is over, its
 * time ended it, and nobody took it back. @param {any} tx @param {RoundRow} row with what is needed @returns {Promise<RoundRow>}
 */
async function ended(tx, row) {
  const needed = new Set(row.round.packages.map(({ pkg }) => pkg))
  const before = await tx.objectStore("rounds").get(row.user)
  const in_bag = await inBag(tx, before, (pkg) => needed.has(pkg))
  const end = row.round.over ? {} : { over: true, server_time: row.round.expires_at }
  return { ...row, round: { ...row.round, ...end }, in_bag }
}

/** Without its tag, so that the server sends it whole next time. @param {RoundRow} row @param {Set<string>} needed @returns {RoundRow[]} none when nothing is to go */
function withNeeded(row, needed) {
  const packages = row.round.packages.filter(({ pkg }) => needed.has(`${row.user} ${pkg}`))
  if (packages.length === row.round.packages.length) return []
  return [{ ...row, etag: null, round: { ...row.round, packages } }]
}

/** Drivers' old proofs, once the server says that their key will never open anything again. @param {typeof fetch} [send] */
export async function sweepSent(send = fetch) {
  const users = new Set((await oldSent()).map(({ user }) => user))
  for (const user of users) {
    const session = await sessionOf(user)
    if (session?.kind !== "trip" || !(await isOverForGood(await storedKey(user), send))) continue
    // The time is asked again: an answer has just told it.
    const rows = timeIsUnknown() ? [] : await oldSent()
    for (const row of rows.filter((one) => one.user === user))
      if (await isPromised(row, session.ack_key)) await forgetWhole(row)
  }
}

/** Of everybody on this phone. Copies are no part of an acknowledgement: proofs with one stay. @returns {Promise<SentRow[]>} */
async function oldSent() {
  const rows = await inStore((store) => store.getAll("sent"))
  return rows.filter((row) => ageOf(row, serverNow()) >= SENT_KEPT_MS && !row.copies?.length)
}

/** Its answer is checked once more, word by word. @param {SentRow} row @param {import("./types.js").PublicJwk} ackKey */
async function isPromised(row, ackKey) {
  return (await acknowledgementOf(row.acks.at(-1) ?? "", row, ackKey)) !== null
}
