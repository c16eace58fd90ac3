/** The flusher with its real ports: this phone's outbox, its key, its line. */
import { enrolDevice } from "./enrol.js"
import { Flusher } from "./flush.js"
import { serverNow, timeIsUnknown } from "./clock.js"
import { forgetParts, forgetWhole, keepAnswer, sendAgain } from "./forget.js"
import { keepKey, storedKey } from "./keys.js"
import {
  noteAcknowledged,
  notePartKept,
  notePartsMissing,
  noteTry,
  park,
  partOf,
  sentOf,
  unsentHere,
} from "./outbox.js"
import { lineOf, newLine } from "./passes.js"
import { purge } from "./purge.js"
import { reopen } from "./session.js"
import { announce } from "./store.js"
import { sendWhole, upload } from "./upload.js"
import { noteSession, sessionOf, tripsHere, whoIsIn, whoseCookie } from "./who.js"

/**
 * @typedef {import("./types.js").WaitingRow} WaitingRow
 * @typedef {import("./upload.js").Outcome} Outcome
 */

/** @type {string | null} */
let sending = null

/** @returns {string | null} the proof on its way */
export const sendingNow = () => sending

export function makeSender() {
  return new Flusher({
    whoIsIn,
    waitingOf: unsentHere,
    sendProof,
    note,
    reopen: comeBackIn,
    sending: show,
    lookAfter,
    locks: navigator.locks,
  })
}

/** @param {string} user @param {() => Promise<boolean>} yields */
function lookAfter(user, yields) {
  return purge(user, {
    sentOf,
    ask: askAgain,
    forget: (row, what) => (what === "whole" ? forgetWhole(row) : forgetParts(row)),
    note: noteOtherAnswer,
    now: () => (timeIsUnknown() ? null : serverNow()),
    yields,
  })
}

/** @param {import("./types.js").SentRow} row @returns {Promise<Outcome>} */
async function askAgain(row) {
  const session = await sessionOf(row.user)
  return session ? sendWhole(row, { ackKey: session.ack_key }) : held("session", 401)
}

/** @param {import("./types.js").SentRow} row @param {Outcome} outcome */
function noteOtherAnswer(row, { ack, missing }) {
  return ack ? keepAnswer(row, ack.text, ack.said) : sendAgain(row, missing)
}

/** A session that stays closed is written down, so that every screen can say it. @param {string} user */
export async function reopenFor(user) {
  const answer = await reopen(await storedKey(user))
  if (answer === "refused") await noteSession(user, false)
  return answer
}

/** @param {string} user */
async function comeBackIn(user) {
  return (await goesByPass(user)) ? (await newLine(user)).answer : reopenFor(user)
}

/** @param {string} user @returns {Promise<import("./passes.js").Way>} */
async function wayOf(user) {
  return (await goesByPass(user)) ? lineOf(user) : { line: fetch, answer: "open" }
}

/** Between two trips the cookie may change under a slow upload. @param {string} user */
async function goesByPass(user) {
  if (user !== (await whoseCookie())) return true
  const [trips, device] = await Promise.all([tripsHere(), storedKey(user)])
  return trips.size > 1 && trips.has(user) && device?.enrolled === true
}

/** @param {WaitingRow} row @returns {Promise<Outcome>} */
async function sendProof(row) {
  const session = await sessionOf(row.user)
  const { line, answer } = await wayOf(row.user)
  if (!session || answer === "refused") return held("session", 401)
  if (!line) return held("again", 0)
  // Who has a pass has a key that the server knows.
  const enrolled = row.kid !== null && line === fetch ? await enrolDevice(row.user) : "enrolled"
  if (enrolled === "session") return held("session", 401)
  if (enrolled === "later") return held("again", 0)
  return upload(row, { partOf, notePartKept, ackKey: session.ack_key, send: line })
}

/** @param {"session" | "again"} verdict @param {number} status @returns {Outcome} */
function held(verdict, status) {
  return {
    verdict,
    status,
    code: verdict === "session" ? "session" : "no-answer",
    detail: "",
    retryAfterMs: 0,
    missing: [],
    ack: null,
  }
}

/** @param {WaitingRow} row @param {Outcome} outcome */
async function note(row, { verdict, status, code, detail, missing, ack }) {
  if (ack) return noteAcknowledged(row.proof, ack.text, ack.said)
  const last = {
    status,
    code: verdict === "session" ? "session" : code,
    detail,
    at: new Date().toISOString(),
  }
  if (missing.length) await notePartsMissing(row.proof, missing)
  if (code === "unknown-device") await enrolAgain(row.user)
  await (verdict === "park" ? park(row.proof, last) : noteTry(row.proof, last))
}

/** A server that does not know the key any more gets it again before the next try. @param {string} user */
async function enrolAgain(user) {
  const device = await storedKey(user)
  if (device) await keepKey({ ...device, enrolled: false })
}

/** @param {string | null} proof */
function show(proof) {
  sending = proof
  announce("sending")
}
