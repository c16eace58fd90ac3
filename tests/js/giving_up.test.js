import assert from "node:assert/strict"
import { test } from "node:test"
import { lackingOf, withReason } from "../../static/js/courier/giving_up.js"
import { newDraft } from "../../static/js/courier/outbox.js"
import { fits, nextOf } from "../../static/js/courier/reasons.js"
import { aParcel, PKG, USER } from "./phone.js"

/** @typedef {import("../../static/js/courier/types.js").Draft} Draft */

const RULES = /** @type {import("../../static/js/courier/types.js").PolicyOut} */ ({ reasons: 2 })
const DEAR = aParcel({ fee: { free: false, amount: 9_000 } })
const SWAP = aParcel({ old_card: true })

/** @param {Partial<Draft>} changes @returns {Draft} */
const aFailure = (changes) => ({ ...newDraft(USER, PKG, "attempt_failed"), ...changes })

test("a fee that nobody asks for cannot be unpaid", () => {
  assert.deepEqual([fits("fee_unpaid", aParcel()), fits("fee_unpaid", DEAR)], [false, true])
})

test("where no old card comes back none is missing", () => {
  assert.deepEqual([fits("old_card_missing", aParcel()), fits("old_card_missing", SWAP)], [false, true])
})

test("every other reason fits every package", () => assert.equal(fits("not_home", aParcel()), true))

test("a reason that an older app offered is asked for anew", () => {
  const fee = { shown: true, rupiah: 0 }
  const draft = aFailure({ reason: "fee_unpaid", beside: { fee } })
  assert.deepEqual(lackingOf(draft, aParcel(), RULES), ["reason"])
})

for (const [what, minutes, lacking] of /** @type {[string, number, string[]][]} */ ([
  ["a minute ago", -1, []],
  ["in an hour", 60, ["when"]],
])) {
  test(`nothing is lost or stolen ahead of time: ${what}`, () => {
    const at = new Date(Date.now() + minutes * 60_000).toISOString()
    const draft = aFailure({ reason: "lost_or_stolen", note: "Pasar Rembang", beside: { at } })
    assert.deepEqual(lackingOf(draft, aParcel(), RULES), lacking)
  })
}

test("what was written for one reason is not said of another, and comes back with its own", () => {
  const unsafe = { ...aFailure({}), ...withReason(aFailure({}), "unsafe"), note: "Anjing lepas" }
  const vehicle = { ...unsafe, ...withReason(unsafe, "vehicle") }
  assert.equal(vehicle.note, "")
  const again = { ...vehicle, note: "Ban bocor", ...withReason({ ...vehicle, note: "Ban bocor" }, "unsafe") }
  assert.equal(again.note, "Anjing lepas")
  assert.equal(withReason(again, "vehicle").note, "Ban bocor")
})

test("the number of a loss letter is no number of a recall", () => {
  const lost = aFailure({ reason: "old_card_missing", detail: "lost", beside: { number: "STPL/112" } })
  const recalled = { ...lost, ...withReason(lost, "recalled") }
  assert.deepEqual([recalled.detail, recalled.beside?.number], [null, ""])
  const back = withReason(recalled, "old_card_missing")
  assert.deepEqual([back.detail, back.beside?.number], ["lost", "STPL/112"])
})

test("a reason that came from the handover leaves the note of the one before it", () => {
  const before = aFailure({ reason: "unsafe", said_of: "unsafe", note: "Anjing lepas" })
  assert.equal(withReason({ ...before, reason: "identity_mismatch" }, "identity_mismatch").note, "")
})

test("a draft of an older app keeps the note of its reason", () => {
  const old = aFailure({ reason: "unsafe", note: "Anjing lepas" })
  assert.equal({ ...old, ...withReason(old, "unsafe") }.note, "Anjing lepas")
})

for (const [what, reason, last, next] of /** @type {[string, string, boolean, string][]} */ ([
  ["an attempt is left", "not_home", false, "retry"],
  ["the last one", "not_home", true, "counter"],
  ["the last one, refused: a way of its own", "refused", true, "back"],
])) {
  test(`what becomes of the package: ${what}`, () =>
    assert.equal(nextOf(reason, aParcel({ last }), RULES), next))
}
