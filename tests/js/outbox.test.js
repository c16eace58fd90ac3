import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { freeze } from "../../static/js/courier/freeze.js"
import { fromB64u, importPublic, sha256, utf8, verified } from "../../static/js/courier/jws.js"
import { provenKey, storedKey } from "../../static/js/courier/keys.js"
import * as outbox from "../../static/js/courier/outbox.js"
import { draftsOf, keepDraft, newDraft } from "../../static/js/courier/outbox.js"
import { inStore } from "../../static/js/courier/store.js"
import { newPhone, anAct, aPart, anOffice, aRow, USER } from "./phone.js"

const APP = "0.1.0+test"
const oneByOne = { request: (/** @type {any} */ _name, /** @type {any} */ work) => work() }

/** @param {import("../../static/js/courier/types.js").Act} act */
const freezeHere = (act) => freeze(act, APP, oneByOne)

/** @param {string} body */
const manifestIn = (body) => JSON.parse(new TextDecoder().decode(fromB64u(body.split(".")[1] ?? "")))

beforeEach(newPhone)

test("Selesai keeps proof, parts, counter and drops the draft", async () => {
  await provenKey(USER)
  const draft = newDraft(USER, "7K2M9QX4T1B8ZC3DA", "delivered")
  await keepDraft(draft)
  const part = await aPart("photo")
  await freezeHere(anAct({ proof: draft.proof, parts: [part] }))
  const [row] = await outbox.waitingOf(USER)
  assert.equal(row?.proof, draft.proof)
  assert.deepEqual((await outbox.partOf(draft.proof, part.sha256))?.data, part.data)
  assert.deepEqual(await draftsOf(USER), [])
})

test("the kept bytes are signed by this phone and their digests are right", async () => {
  const device = await provenKey(USER)
  await freezeHere(anAct())
  const [row] = await outbox.waitingOf(USER)
  assert.ok(row && (await verified(row.body, "pod+jws", await importPublic(device.jwk))))
  assert.equal(row?.jh, await sha256(utf8(row?.body ?? "")))
  assert.equal(row?.mh, await sha256(fromB64u(row?.body.split(".")[1] ?? "")))
})

test("each proof of a key names the one before", async () => {
  await provenKey(USER)
  await freezeHere(anAct())
  await freezeHere(anAct())
  const [first, second] = await outbox.waitingOf(USER)
  assert.deepEqual([manifestIn(first?.body ?? "").seq, manifestIn(second?.body ?? "").seq], [1, 2])
  assert.equal(manifestIn(second?.body ?? "").prev, first?.mh)
})

test("tapping Selesai twice keeps one proof, signed once", async () => {
  await provenKey(USER)
  const act = anAct()
  await freezeHere(act)
  const [before] = await outbox.waitingOf(USER)
  await freezeHere(act)
  assert.deepEqual(await outbox.waitingOf(USER), [before])
})

test("a commit that fails leaves the draft and nothing else", async () => {
  const draft = newDraft(USER, "7K2M9QX4T1B8ZC3DA", "delivered")
  await keepDraft(draft)
  const broken = { ...(await aPart("photo")), data: /** @type {any} */ (() => "cannot be cloned") }
  await assert.rejects(freezeHere(anAct({ proof: draft.proof, parts: [broken] })))
  assert.deepEqual(await outbox.waitingOf(USER), [])
  assert.equal((await draftsOf(USER)).length, 1)
  assert.equal((await outbox.counterOf(`unsigned:${USER}`)).seq, 0)
})

test("a counter that moved meanwhile refuses the whole save", async () => {
  const row = aRow({ mh: "m1" })
  await outbox.keepFrozen(row, [], { kid: "k", last: { seq: 0, prev: null } })
  const late = { ...row, proof: crypto.randomUUID() }
  await assert.rejects(
    outbox.keepFrozen(late, [], { kid: "k", last: { seq: 0, prev: null } }),
    outbox.CounterMoved,
  )
  assert.equal((await outbox.waitingOf(USER)).length, 1)
})

test("a phone without a key captures unsigned and says so", async () => {
  await freezeHere(anAct())
  const [row] = await outbox.waitingOf(USER)
  assert.equal(row?.type, "application/json")
  assert.equal(row?.jh, null)
  assert.equal(JSON.parse(row?.body ?? "").unsigned, "no_key")
})

test("the device key cannot be taken out and is the same on the next call", async () => {
  const { kid } = await provenKey(USER)
  const row = await storedKey(USER)
  assert.equal(row?.keys.privateKey.extractable, false)
  assert.equal((await provenKey(USER)).kid, kid)
})

test("the queue keeps the order of saving, whatever the clock says", async () => {
  const acts = [anAct(), anAct(), anAct()]
  for (const act of acts) await freezeHere(act)
  assert.deepEqual(
    (await outbox.waitingOf(USER)).map(({ proof }) => proof),
    acts.map(({ proof }) => proof),
  )
})

test("another user sees nothing of the queue", async () => {
  await freezeHere(anAct())
  assert.deepEqual(await outbox.waitingOf("somebody-else"), [])
})

test("an acknowledged proof leaves the queue and keeps its parts", async () => {
  const part = await aPart("photo")
  const act = anAct({ parts: [part] })
  await freezeHere(act)
  const [row] = await outbox.waitingOf(USER)
  const { acknowledge } = await anOffice()
  const ack = await acknowledge(/** @type {any} */ (row))
  await outbox.noteAcknowledged(act.proof, ack, /** @type {any} */ ({ verdict: "accepted", reason: null }))
  assert.deepEqual(await outbox.waitingOf(USER), [])
  assert.deepEqual((await outbox.sentOf(USER))[0]?.acks, [ack])
  assert.ok(await outbox.partOf(act.proof, part.sha256))
})

test("a parked proof keeps its bytes and waits again at a person's tap", async () => {
  const act = anAct()
  await freezeHere(act)
  const [before] = await outbox.waitingOf(USER)
  await outbox.park(act.proof, { status: 422, code: "invalid", detail: "", at: "" })
  assert.equal((await outbox.waitingOf(USER))[0]?.state, "attention")
  await outbox.unparkAll(USER)
  const [after] = await outbox.waitingOf(USER)
  assert.deepEqual([after?.state, after?.body], ["waiting", before?.body])
})

test("a connection that died in the background is opened again", async () => {
  await freezeHere(anAct())
  await inStore(async (store) => store.close())
  assert.equal((await outbox.waitingOf(USER)).length, 1)
})

test("a proof that was sent meanwhile is not frozen again, and no number is used up", async () => {
  await provenKey(USER)
  const act = anAct()
  assert.equal(await freezeHere(act), true)
  const [row] = await outbox.waitingOf(USER)
  await outbox.noteAcknowledged(
    act.proof,
    "a.b.c",
    /** @type {any} */ ({ verdict: "accepted", reason: null }),
  )
  assert.equal(await freezeHere(act), false)
  assert.deepEqual(await outbox.waitingOf(USER), [])
  assert.equal((await outbox.counterOf(row?.kid ?? "")).seq, 1)
})

test("a draft of a finished proof does not come back", async () => {
  const draft = newDraft(USER, "7K2M9QX4T1B8ZC3DA", "delivered")
  await keepDraft(draft)
  await freezeHere(anAct({ proof: draft.proof }))
  await keepDraft(draft)
  assert.deepEqual(await draftsOf(USER), [])
})

test("a second copy goes to the acknowledged one; without an acknowledgement it stays", async () => {
  const act = anAct()
  await freezeHere(act)
  assert.equal(await outbox.setAside(act.proof), false)
  assert.equal((await outbox.waitingOf(USER)).length, 1)
  const [row] = await outbox.waitingOf(USER)
  await outbox.noteAcknowledged(
    act.proof,
    "a.b.c",
    /** @type {any} */ ({ verdict: "accepted", reason: null }),
  )
  await inStore((store) => store.put("waiting", /** @type {any} */ (row)))
  assert.equal(await outbox.setAside(act.proof), true)
  assert.deepEqual(await outbox.waitingOf(USER), [])
  assert.equal((await outbox.sentOf(USER))[0]?.copies?.length, 1)
})
