import assert from "node:assert/strict"
import { test } from "node:test"
import { manifestOf } from "../../static/js/courier/manifest.js"
import { isSaid, NO_CARD, saidOf } from "../../static/js/courier/old_card.js"
import { aPart } from "./phone.js"

const photo = await aPart("old_card")
const LOST = { there: /** @type {const} */ ("no"), missing: "loss_letter" }

/** @type {[string, Partial<import("../../static/js/courier/types.js").Card>, boolean][]} */
const CASES = [
  ["nothing", {}, false],
  ["a photo and a seal", { there: "yes", photo, seal: "A-4711" }, true],
  ["a seal without a photo", { there: "yes", seal: "A-4711" }, false],
  ["a photo without a seal", { there: "yes", photo }, false],
  ["a NIK for a seal", { there: "yes", photo, seal: "3317011708909901" }, false],
  ["a lost card with the number of the letter", { ...LOST, letter: "STPL/9/2026" }, true],
  ["a lost card without a letter", LOST, false],
  ["a NIK for a letter", { ...LOST, letter: "3317 0117 0890 9901" }, false],
  ["a recipient who never had one", { there: "no", missing: "never_had" }, true],
  ["a card that is not there, and no reason", { there: "no" }, false],
]
for (const [name, said, enough] of CASES)
  test(`an old card: ${name}`, () => assert.equal(isSaid({ ...NO_CARD, ...said }), enough))

test("what was typed before another answer was chosen does not go along", () => {
  const changed = {
    ...NO_CARD,
    there: /** @type {const} */ ("no"),
    seal: "A-4711",
    missing: "never_had",
    letter: "x",
  }
  assert.deepEqual(saidOf(changed), { seal: null, missing: "never_had", letter: null })
})

test("the manifest says nothing of a card that nobody owes", () => {
  const parcel = { pkg: "7K2M9QX4T1B8ZC3DA", policy: { id: "x", version: 1 } }
  const act = /** @type {any} */ ({ parcel, parts: [], answers: {} })
  const frame = /** @type {any} */ ({ last: { seq: 0, prev: null }, unsigned: null })
  assert.ok(!("old_card" in manifestOf(act, frame)))
  assert.ok("old_card" in manifestOf({ ...act, old_card: saidOf(NO_CARD) }, frame))
})
