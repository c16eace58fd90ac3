/** A picture of the gate shows no handover: somebody comes after all, and the envelope is photographed anew. */
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { isTouched } from "../../static/js/courier/needs.js"
import { draftOf, keepDraft, newDraft, openDraft } from "../../static/js/courier/outbox.js"
import { newPhone, PKG, USER } from "./phone.js"

beforeEach(newPhone)

const PHOTO = /** @type {any} */ ({ sha256: "aa", type: "image/jpeg", data: new ArrayBuffer(1) })

/** @param {import("../../static/js/courier/types.js").Draft["outcome"]} outcome of the form in which it was taken */
async function aDraftWithPhoto(outcome) {
  const taken = { photo: PHOTO, photo_warnings: ["dark"], photo_of: outcome }
  const draft = { ...newDraft(USER, PKG, outcome), ...taken, note: "Pagar dikunci" }
  await keepDraft(draft)
  return draft
}

test("a delivery begins without the photo of the attempt that failed, and with all else", async () => {
  await aDraftWithPhoto("attempt_failed")
  const { photo, photo_warnings, note } = await openDraft(USER, PKG, "delivered")
  assert.deepEqual([photo, photo_warnings, note], [null, [], "Pagar dikunci"])
})

test("nor does it come along when the page was loaded anew in between", async () => {
  const draft = await aDraftWithPhoto("attempt_failed")
  await keepDraft({ ...draft, outcome: "delivered" })
  assert.equal((await draftOf(draft.proof))?.photo, null)
})

test("an attempt that failed keeps what was captured at the door", async () => {
  await aDraftWithPhoto("delivered")
  assert.equal((await openDraft(USER, PKG, "attempt_failed")).photo?.sha256, "aa")
})

test("each form that is opened again has its own photo", async () => {
  for (const outcome of /** @type {const} */ (["attempt_failed", "delivered"])) {
    const { proof } = await aDraftWithPhoto(outcome)
    assert.equal((await draftOf(proof))?.photo?.sha256, "aa")
  }
})

test("a form in which only that photo was, is empty", () => {
  assert.equal(isTouched({ ...newDraft(USER, PKG, "delivered"), photo_of: "attempt_failed" }), false)
})
