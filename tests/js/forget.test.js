/** What another tab writes while the server is being asked again is never lost. */
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { forgetParts, forgetWhole, keepAnswer, sendAgain } from "../../static/js/courier/forget.js"
import { partOf, sentOf, setAside, waitingOf } from "../../static/js/courier/outbox.js"
import { inStore } from "../../static/js/courier/store.js"
import { aPart, aRow, newPhone, USER } from "./phone.js"

/** @typedef {import("../../static/js/courier/types.js").SentRow} SentRow */

const PROOF = "one"
const shared = await aPart("the photo of both")
const own = await aPart("the photo of the copy alone")

/** @param {import("../../static/js/courier/types.js").Part[]} parts */
const listed = (parts) => parts.map(({ sha256, type, bytes }) => ({ sha256, type, bytes, kept: true }))

/** An acknowledged proof on this phone, as a purge has read it. @param {Partial<SentRow>} [changes] @returns {Promise<SentRow>} */
async function anAcknowledged(changes = {}) {
  const row = aRow({ proof: PROOF, parts: listed([shared]) })
  const sent = {
    ...row,
    acks: ["first"],
    verdict: /** @type {const} */ ("accepted"),
    why: null,
    sent_at: "",
    heard: 1,
  }
  const whole = { ...sent, ...changes }
  await inStore(async (store) => {
    await store.put("sent", whole)
    for (const { sha256, type, data } of [shared, own])
      await store.put("parts", { proof: PROOF, sha256, type, data })
  })
  return whole
}

/** @param {import("../../static/js/courier/types.js").Part[]} parts */
async function aCopyIsSetAside(parts) {
  const copy = aRow({ proof: PROOF, mh: "other", body: "d.e.f", parts: listed(parts) })
  await inStore((store) => store.put("waiting", copy))
  await setAside(PROOF)
}

const theSent = async () => (await sentOf(USER))[0]
const isHere = async (/** @type {import("../../static/js/courier/types.js").Part} */ { sha256 }) =>
  (await partOf(PROOF, sha256)) !== undefined

beforeEach(newPhone)

test("photos that the office has promised to keep go; the row stays", async () => {
  await forgetParts(await anAcknowledged())
  assert.deepEqual([await isHere(shared), (await theSent())?.partsGone], [false, true])
})

test("a whole proof goes with its photos", async () => {
  await forgetWhole(await anAcknowledged())
  assert.deepEqual([await isHere(shared), await theSent()], [false, undefined])
})

test("a copy put aside while the office was asked stays, with the photo that only it has", async () => {
  const row = await anAcknowledged()
  await aCopyIsSetAside([shared, own])
  await forgetParts(row)
  assert.deepEqual([await isHere(shared), await isHere(own)], [false, true])
  assert.equal((await theSent())?.copies?.length, 1)
})

test("a copy put aside long ago keeps the photo that only it has", async () => {
  await anAcknowledged()
  await aCopyIsSetAside([own])
  await forgetParts(/** @type {SentRow} */ (await theSent()))
  assert.deepEqual([await isHere(shared), await isHere(own)], [false, true])
})

test("a proof whose copy has a photo of its own is never forgotten whole", async () => {
  await anAcknowledged()
  await aCopyIsSetAside([own])
  await forgetWhole(/** @type {SentRow} */ (await theSent()))
  assert.deepEqual([await isHere(own), (await theSent())?.copies?.length], [true, 1])
})

test("a copy put aside while the office was asked keeps the whole proof here", async () => {
  const row = await anAcknowledged()
  await aCopyIsSetAside([shared])
  await forgetWhole(row)
  assert.equal((await theSent())?.copies?.length, 1)
})

for (const [words, step] of /** @type {const} */ ([
  ["its photos", forgetParts],
  ["the whole", forgetWhole],
])) {
  test(`another answer came meanwhile: ${words} stays`, async () => {
    const row = await anAcknowledged({ acks: ["first"] })
    await anAcknowledged({ acks: ["first", "second"] })
    await step(row)
    assert.deepEqual([await isHere(shared), (await theSent())?.acks], [true, ["first", "second"]])
  })

  test(`sent again by another tab meanwhile: ${words} stays`, async () => {
    const row = await anAcknowledged()
    await sendAgain(row, [])
    await step(row)
    assert.deepEqual([await isHere(shared), (await waitingOf(USER)).length], [true, 1])
    assert.equal(await theSent(), undefined)
  })
}

test("another answer of the office is kept beside a copy put aside meanwhile", async () => {
  const row = await anAcknowledged()
  await aCopyIsSetAside([own])
  await keepAnswer(row, "second", /** @type {any} */ ({ verdict: "accepted", reason: null }))
  const now = await theSent()
  assert.deepEqual([now?.acks, now?.copies?.length], [["first", "second"], 1])
})

test("sent again, it takes a copy put aside meanwhile along", async () => {
  const row = await anAcknowledged()
  await aCopyIsSetAside([own])
  await sendAgain(row, [shared.sha256])
  const [again] = /** @type {SentRow[]} */ (await waitingOf(USER))
  assert.deepEqual([again?.copies?.length, again?.parts[0]?.kept], [1, false])
})

test("sent again, it does not overwrite a copy that waits under the same number", async () => {
  const row = await anAcknowledged()
  await inStore((store) => store.put("waiting", aRow({ proof: PROOF, mh: "other", body: "d.e.f" })))
  await sendAgain(row, [])
  const [again] = /** @type {SentRow[]} */ (await waitingOf(USER))
  assert.deepEqual([again?.body, again?.copies?.[0]?.body], [row.body, "d.e.f"])
})
