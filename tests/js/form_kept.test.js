import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import {
  claimFor,
  forgetDriver,
  keepTyped,
  noteDriver,
  noteSent,
  noteTaken,
  offered,
  sentBefore,
  takenBy,
  timeLeft,
  typedBefore,
} from "../../static/js/courier/form_kept.js"

const JOKO = { name: "Joko Susilo", phone: "081390001122", plate: "K 4321 AB" }

function aShelf() {
  const rows = new Map()
  return {
    getItem: (/** @type {string} */ key) => rows.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => void rows.set(key, value),
    removeItem: (/** @type {string} */ key) => void rows.delete(key),
  }
}

beforeEach(() => {
  for (const name of ["localStorage", "sessionStorage"])
    Object.defineProperty(globalThis, name, { value: aShelf(), configurable: true })
})

test("what was typed is there again after a refusal or a new QR", () => {
  keepTyped(JOKO)
  assert.deepEqual(typedBefore(), JOKO)
})

test("once the trip is his, nothing of the form is half done", () => {
  keepTyped(JOKO)
  const claim = claimFor("token")
  noteDriver(JOKO)
  assert.deepEqual(typedBefore(), {})
  assert.notEqual(claimFor("token"), claim)
})

test("the next QR offers what the driver of the last trip on this phone typed", () => {
  noteDriver(JOKO)
  assert.deepEqual(offered(), JOKO)
})

test("what is half typed is offered before what was typed for the last trip", () => {
  noteDriver(JOKO)
  keepTyped({ ...JOKO, name: "Agus Salim" })
  assert.equal(offered().name, "Agus Salim")
})

test("what was sent and not answered is known to the page loaded anew, and to no other QR", () => {
  keepTyped(JOKO)
  const claim = claimFor("token")
  assert.equal(sentBefore("token"), null)
  noteSent("token", JOKO)
  assert.deepEqual([sentBefore("token"), sentBefore("another")], [{ claim, ...JOKO }, null])
  noteDriver(JOKO)
  assert.equal(sentBefore("token"), null)
})

test("another driver empties the form at once, and nothing of either stays", () => {
  noteDriver(JOKO)
  keepTyped(JOKO)
  forgetDriver()
  assert.deepEqual([offered(), localStorage.getItem("kurir-pengemudi")], [{}, null])
})

test("a form emptied by hand is not filled again by the last driver's name", () => {
  noteDriver(JOKO)
  keepTyped({ name: "", phone: "", plate: "" })
  assert.deepEqual(offered(), { name: "", phone: "", plate: "" })
})

test("a phone that cannot note the driver begins his trip all the same", () => {
  localStorage.setItem = () => {
    throw new Error("full")
  }
  noteDriver(JOKO)
  assert.deepEqual(offered(), {})
})

test("the phone knows its own QR again, and no other", () => {
  noteTaken("k3Vv9yq8-own-token", "joko")
  assert.deepEqual([takenBy("k3Vv9yq8-own-token"), takenBy("m7Qw2xz1-other-token")], ["joko", undefined])
})

test("of the QR nothing stays that could be used", () => {
  noteTaken("k3Vv9yq8-own-token-of-a-handover", "joko")
  assert.ok(!JSON.stringify(localStorage.getItem("kurir-tugas")).includes("k3Vv9yq8-own-token-of-a-handover"))
})

test("two trips are known side by side, and only the last twenty", () => {
  for (let i = 10; i < 35; i += 1) noteTaken(`${i}-token-of-a-handover`, `driver ${i}`)
  assert.deepEqual(
    [takenBy("34-token-of-a-handover"), takenBy("15-token-of-a-handover"), takenBy("14-token-of-a-handover")],
    ["driver 34", "driver 15", undefined],
  )
})

test("a phone that can note nothing keeps nobody from his trip", () => {
  localStorage.setItem = () => {
    throw new Error("full")
  }
  noteTaken("k3Vv9yq8-own-token", "joko")
  assert.equal(takenBy("k3Vv9yq8-own-token"), undefined)
})

test("a list of trips that was damaged begins empty", () => {
  localStorage.setItem("kurir-tugas", "[")
  assert.equal(takenBy("k3Vv9yq8-own-token"), undefined)
})

test("a page that was damaged begins empty", () => {
  localStorage.setItem("kurir-formulir", "{")
  assert.deepEqual(typedBefore(), {})
})

test("a reload claims the same trip with the same claim, another QR with another", () => {
  const claim = claimFor("one")
  assert.equal(claimFor("one"), claim)
  assert.notEqual(claimFor("two"), claim)
})

test("the time left is told in minutes and seconds, and not at all when it is over", () => {
  assert.deepEqual([600_000, 545_001, 900, 0, -5].map(timeLeft), ["10:00", "9:06", "0:01", "", ""])
})
