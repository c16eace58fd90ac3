/** A full disk at "Selesai": what was signed stays in memory, and what the office got of it is kept byte for byte. */
import assert from "node:assert/strict"
import { afterEach, beforeEach, test } from "node:test"
import { freeze } from "../../static/js/courier/freeze.js"
import { keepGiven } from "../../static/js/courier/given.js"
import { provenKey } from "../../static/js/courier/keys.js"
import { counterOf, partOf, waitingOf } from "../../static/js/courier/outbox.js"
import { anAct, aPart, newPhone, USER } from "./phone.js"

const oneByOne = { request: (/** @type {any} */ _name, /** @type {any} */ work) => work() }
const stores = globalThis.IDBObjectStore.prototype
const { put } = stores

beforeEach(newPhone)
afterEach(() => void (stores.put = put))

/** @param {import("../../static/js/courier/types.js").Act} act @returns {Promise<import("../../static/js/courier/freeze.js").Frozen>} */
async function refusedByTheDisk(act) {
  stores.put = () => {
    throw new DOMException("full", "QuotaExceededError")
  }
  const error = await freeze(act, "0.1.0+t", oneByOne).then(
    () => null,
    (/** @type {any} */ failed) => failed,
  )
  stores.put = put
  assert.equal(error?.name, "QuotaExceededError")
  return error.frozen
}

test("a refused save hands back what was signed, with its photos, and keeps nothing", async () => {
  const { kid } = await provenKey(USER)
  const photo = await aPart("a house")
  const act = anAct({ parts: [photo] })
  const { row, parts } = await refusedByTheDisk(act)
  assert.deepEqual([row.proof, row.kid, row.body.split(".").length, parts], [act.proof, kid, 3, [photo]])
  assert.deepEqual([await waitingOf(USER), (await counterOf(kid)).seq], [[], 0])
})

test("once there is room the very bytes that the office got are kept", async () => {
  const { kid } = await provenKey(USER)
  const photo = await aPart("a house")
  const frozen = await refusedByTheDisk(anAct({ parts: [photo] }))
  assert.equal(await keepGiven(frozen), true)
  const [row] = await waitingOf(USER)
  assert.deepEqual([row?.body, (await counterOf(kid)).seq], [frozen.row.body, 1])
  assert.ok(await partOf(frozen.row.proof, photo.sha256))
})

test("another proof took the number meanwhile: both are kept, and the next number is the taker's next", async () => {
  const { kid } = await provenKey(USER)
  const frozen = await refusedByTheDisk(anAct())
  const other = anAct()
  await freeze(other, "0.1.0+t", oneByOne)
  assert.equal(await keepGiven(frozen), true)
  const rows = await waitingOf(USER)
  assert.deepEqual(
    rows.map(({ proof }) => proof),
    [other.proof, frozen.row.proof],
  )
  assert.deepEqual(await counterOf(kid), { seq: 1, prev: rows[0]?.mh })
})

test("kept twice it is one proof", async () => {
  await provenKey(USER)
  const frozen = await refusedByTheDisk(anAct())
  await keepGiven(frozen)
  assert.equal(await keepGiven(frozen), false)
  assert.equal((await waitingOf(USER)).length, 1)
})
