/** Personal data that nobody needs any more leaves the phone, and nothing else does. */
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { noteServerTime } from "../../static/js/courier/clock.js"
import { keepKey, provenKey, storedKey } from "../../static/js/courier/keys.js"
import { keepDraft, newDraft, partOf, sentOf } from "../../static/js/courier/outbox.js"
import { emptyPastRounds, sweepSent } from "../../static/js/courier/past.js"
import { storedRound } from "../../static/js/courier/round.js"
import { inStore } from "../../static/js/courier/store.js"
import { whoIsIn } from "../../static/js/courier/who.js"
import { anOffice, aPart, aParcel, aRow, newPhone, USER } from "./phone.js"

const HOUR = 3_600_000
const DAY = 24 * HOUR
const MORNING = Date.parse("2026-11-23T01:00:00.000Z")
const office = await anOffice()
const photo = await aPart("a house")

/** Stored in the morning, over at 17:00 UTC. @param {number} [clockOff] how wrong this phone's clock was, in milliseconds */
async function aStoredRound(clockOff = 0) {
  const round = /** @type {any} */ ({
    server_time: new Date(MORNING).toISOString(),
    expires_at: new Date(MORNING + 16 * HOUR).toISOString(),
    packages: [aParcel({ pkg: "ONE" }), aParcel({ pkg: "TWO" })],
  })
  const stored_at = new Date(MORNING + clockOff).toISOString()
  await inStore((store) => store.put("rounds", { user: USER, etag: '"1"', round, stored_at, heard: 0 }))
}

const leftInRound = async () => (await storedRound(USER))?.round.packages.map(({ pkg }) => pkg)

beforeEach(newPhone)
beforeEach(() => noteServerTime(Date.now()))

test("a day after it was over a round is empty, and the server is asked for it whole", async () => {
  await aStoredRound()
  await emptyPastRounds({ device: MORNING + 41 * HOUR, server: null })
  assert.deepEqual([await leftInRound(), (await storedRound(USER))?.etag], [[], null])
})

test("until a day after its end a round stays", async () => {
  await aStoredRound()
  await emptyPastRounds({ device: MORNING + 39 * HOUR, server: null })
  assert.deepEqual(await leftInRound(), ["ONE", "TWO"])
})

test("a phone whose clock is a month ahead keeps the round of the day", async () => {
  await aStoredRound(30 * DAY)
  await emptyPastRounds({ device: MORNING + 30 * DAY + 12 * HOUR, server: null })
  assert.deepEqual(await leftInRound(), ["ONE", "TWO"])
})

const signedIn = () => inStore((store) => store.put("current", { name: "user", user: USER }))

test("whoever is signed in keeps the round without a line, however far this phone's clock has jumped", async () => {
  await aStoredRound()
  await signedIn()
  await emptyPastRounds({ device: MORNING + 400 * DAY, server: null })
  assert.deepEqual(await leftInRound(), ["ONE", "TWO"])
})

test("whoever is signed in keeps today's round while the server says that it is today", async () => {
  await aStoredRound()
  await signedIn()
  await emptyPastRounds({ device: MORNING + 400 * DAY, server: MORNING + 39 * HOUR })
  assert.deepEqual(await leftInRound(), ["ONE", "TWO"])
})

test("a day after its end by the server's time, the round of whoever is signed in goes too", async () => {
  await aStoredRound()
  await signedIn()
  await emptyPastRounds({ device: MORNING, server: MORNING + 41 * HOUR })
  assert.deepEqual(await leftInRound(), [])
})

test("the package of an open draft stays, the others go", async () => {
  await aStoredRound()
  await keepDraft(newDraft(USER, "ONE", "delivered"))
  await emptyPastRounds({ device: MORNING + 9 * DAY, server: null })
  assert.deepEqual(await leftInRound(), ["ONE"])
})

test("the package of a waiting proof stays, the others go", async () => {
  await aStoredRound()
  await inStore((store) => store.put("waiting", aRow({ pkg: "TWO" })))
  await emptyPastRounds({ device: MORNING + 9 * DAY, server: null })
  assert.deepEqual(await leftInRound(), ["TWO"])
})

test("another courier's draft keeps nothing in this one's round", async () => {
  await aStoredRound()
  await keepDraft(newDraft("other", "ONE", "delivered"))
  await emptyPastRounds({ device: MORNING + 9 * DAY, server: null })
  assert.deepEqual(await leftInRound(), [])
})

/** A driver's acknowledged proof on a phone that somebody else has now. @param {number} days old @param {{ kind?: string, said?: object, changes?: object }} [more] */
async function anOldProof(days, { kind = "trip", said = {}, changes = {} } = {}) {
  const listed = { sha256: photo.sha256, type: photo.type, bytes: photo.bytes, kept: true }
  const row = aRow({ proof: "old", parts: [listed] })
  const received_at = new Date(Date.now() - days * DAY).toISOString()
  const acks = [await office.acknowledge(row, { received_at, ...said })]
  const sent = /** @type {any} */ ({ ...row, acks, verdict: "accepted", why: null, sent_at: "", ...changes })
  await keepKey({ ...(await provenKey(USER)), enrolled: true })
  const { sha256, type, data } = photo
  await inStore(async (store) => {
    await store.put("sessions", /** @type {any} */ ({ user: USER, open: true, kind, ack_key: office.ackKey }))
    await store.put("current", { name: "user", user: "somebody else" })
    await store.put("sent", sent)
    await store.put("parts", { proof: "old", sha256, type, data })
  })
}

/** A server that says `status` and `code` to the key. @param {number} status @param {string} code @param {Record<string, string>} [more] headers */
function aServer(status, code, more = { "Surat-Time": new Date().toISOString() }) {
  /** @type {any[]} */
  const asked = []
  const send = /** @type {typeof fetch} */ (
    async (path, init) => {
      asked.push(init)
      const first = String(path).endsWith("/challenges")
      const problem = { type: `/masalah/${code}`, status, title: "", detail: "" }
      const kind = first ? "application/json" : "application/problem+json"
      const headers = { "Content-Type": kind, ...more }
      const body = JSON.stringify(first ? { challenge: "c" } : problem)
      return new Response(body, { status: first ? 200 : status, headers })
    }
  )
  return { asked, send }
}

Object.assign(globalThis, { location: { host: "surat.example.go.id" } })
const isThere = async () => (await sentOf(USER)).length === 1

for (const [status, code] of /** @type {const} */ ([
  [401, "sign-in-needed"],
  [403, "device-refused"],
]))
  test(`two weeks after the answer, and the server says ${code} to the driver's key: all of it goes`, async () => {
    await anOldProof(15)
    await sweepSent(aServer(status, code).send)
    assert.deepEqual([await isThere(), await partOf("old", photo.sha256)], [false, undefined])
  })

/** @type {[string, number, any, number, string][]} */
const STAYS = [
  ["thirteen days after the answer", 13, {}, 401, "sign-in-needed"],
  ["a postman's, who can sign in again", 15, { kind: "account" }, 401, "sign-in-needed"],
  ["a server restored without the key", 15, {}, 422, "unknown-device"],
  ["a server that is busy", 15, {}, 503, "busy"],
  ["a 403 for another reason", 15, {}, 403, "not-allowed"],
  ["a session that opens", 15, {}, 200, ""],
  ["an answer that names another proof", 15, { said: { proof: "another" } }, 401, "sign-in-needed"],
  ["an answer that names other photos", 15, { said: { parts: [] } }, 401, "sign-in-needed"],
  ["a proof with a copy", 15, { changes: { copies: [aRow()] } }, 401, "sign-in-needed"],
  ["a proof without an answer", 15, { changes: { acks: [] } }, 401, "sign-in-needed"],
]
for (const [words, days, more, status, code] of STAYS)
  test(`${words}: it stays`, async () => {
    await anOldProof(days, more)
    await sweepSent(aServer(status, code).send)
    assert.deepEqual([await isThere(), Boolean(await partOf("old", photo.sha256))], [true, true])
  })

test("no line: it stays", async () => {
  await anOldProof(15)
  await sweepSent(async () => Promise.reject(new TypeError("no network")))
  assert.equal(await isThere(), true)
})

test("a phone that is a month ahead learns the time from the answer: it stays", async () => {
  await anOldProof(15)
  const tenDaysAgo = new Date(Date.now() - 10 * DAY).toISOString()
  await sweepSent(aServer(401, "sign-in-needed", { "Surat-Time": tenDaysAgo }).send)
  assert.equal(await isThere(), true)
})

test("asking signs nobody in or out and sends no cookie", async () => {
  await sweepSent(aServer(200, "").send)
  await anOldProof(15)
  const { asked, send } = aServer(401, "sign-in-needed")
  await sweepSent(send)
  assert.deepEqual(
    [asked.map(({ credentials }) => credentials), await whoIsIn()],
    [["omit", "omit"], "somebody else"],
  )
  assert.ok(await storedKey(USER))
})
