/** The phone's database of the version before, as an update finds it. */
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { noteAcknowledged, sentOf, waitingOf } from "../../static/js/courier/outbox.js"
import { knownTo, recognise } from "../../static/js/courier/round.js"
import { inStore } from "../../static/js/courier/store.js"
import { aParcel, aRow, newPhone, PKG, USER } from "./phone.js"

const STORES = {
  ...{ current: "name", sessions: "user", devices: "user", counters: "kid", rounds: "user" },
  ...{ drafts: "proof", waiting: "proof", sent: "proof", parts: ["proof", "sha256"] },
}

/** @param {Record<string, object[]>} rows by store */
async function aPhoneOfBefore(rows) {
  const request = globalThis.indexedDB.open("kurir", 1)
  request.onupgradeneeded = () => {
    for (const [name, keyPath] of Object.entries(STORES)) request.result.createObjectStore(name, { keyPath })
  }
  await new Promise((done) => (request.onsuccess = done))
  const tx = request.result.transaction(Object.keys(rows), "readwrite")
  for (const [name, some] of Object.entries(rows)) some.forEach((row) => tx.objectStore(name).put(row))
  await new Promise((done) => (tx.oncomplete = done))
  request.result.close()
}

/** @param {string} proof @param {string} sent_at @param {object} [changes] */
const anOldAnswer = (proof, sent_at, changes = {}) => ({
  ...aRow({ proof }),
  ...{ acks: ["a.b.c"], verdict: "accepted", why: null, sent_at },
  ...changes,
})
const aRound = { packages: [aParcel()], policies: [] }
const stored = { user: USER, etag: null, round: aRound, stored_at: "2026-11-23T02:00:00.000Z" }

beforeEach(newPhone)

test("answers from before are numbered in their order, and the round between them keeps its place", async () => {
  await aPhoneOfBefore({
    sent: [
      anOldAnswer("after", "2026-11-23T03:00:00.000Z"),
      anOldAnswer("before", "2026-11-23T01:00:00.000Z"),
    ],
    rounds: [stored],
  })
  const numbers = Object.fromEntries((await sentOf(USER)).map(({ proof, heard }) => [proof, heard]))
  const round = await inStore((store) => store.get("rounds", USER))
  assert.deepEqual([numbers, round?.heard], [{ before: 1, after: 2 }, 1])
})

test("a letter whose answer came after the stored round is not offered again by an update", async () => {
  await aPhoneOfBefore({ sent: [anOldAnswer("one", "2026-11-23T03:00:00.000Z")], rounds: [stored] })
  assert.equal(recognise(PKG, await knownTo(USER)).kind, "duplicate")
})

test("the first answer after an update has the next number", async () => {
  const said = /** @type {any} */ ({ verdict: "accepted", reason: null })
  await aPhoneOfBefore({
    sent: [anOldAnswer("one", "2026-11-23T03:00:00.000Z")],
    waiting: [aRow({ proof: "two", order: 2 })],
  })
  await noteAcknowledged("two", "d.e.f", said)
  assert.deepEqual(
    (await sentOf(USER)).map(({ proof, heard }) => [proof, heard]),
    [
      ["two", 2],
      ["one", 1],
    ],
  )
})

test("an update leaves what waits, drafts, photos and counters byte for byte", async () => {
  const rows = {
    waiting: [aRow({ proof: "w" })],
    drafts: [{ proof: "d", user: USER, pkg: PKG }],
    parts: [{ proof: "w", sha256: "aa", type: "image/jpeg", data: new Uint8Array([1, 2, 3]).buffer }],
    counters: [{ kid: "queue", seq: 9, prev: null }],
  }
  await aPhoneOfBefore(rows)
  await waitingOf(USER)
  for (const [name, some] of Object.entries(rows))
    assert.deepEqual(await inStore((store) => store.getAll(/** @type {"waiting"} */ (name))), some)
})
