import assert from "node:assert/strict"
import { test } from "node:test"
import { actOf, isTouched } from "../../static/js/courier/needs.js"
import { newDraft } from "../../static/js/courier/outbox.js"
import { lacksPayment, notPaid, paidBy, rupiahIn } from "../../static/js/courier/payment.js"
import { aParcel, USER } from "./phone.js"

const DEAR = { ...aParcel(), fee: { free: false, amount: 9000 } }
const FREE = { ...aParcel(), fee: { free: true, amount: 0 } }
const POLICY = /** @type {import("../../static/js/courier/types.js").PolicyOut} */ (
  /** @type {unknown} */ ({ checks: [], modes: ["direct"], methods: ["name_spoken"], id_check: false })
)

/** @param {import("../../static/js/courier/types.js").Payment | null} payment */
const aDraft = (payment) => ({
  ...newDraft(USER, DEAR.pkg, "delivered"),
  who: /** @type {const} */ ("addressee"),
  payment,
})

test("a package with a fee lacks a word about it until something is said", () => {
  assert.deepEqual(lacksPayment(aDraft(null), DEAR), ["payment"])
  assert.deepEqual(lacksPayment(aDraft(paidBy("cash", DEAR, null)), DEAR), [])
})

test("not paid needs its reason", () => {
  assert.deepEqual(lacksPayment(aDraft(notPaid(null)), DEAR), ["payment"])
  assert.deepEqual(lacksPayment(aDraft(notPaid("refused")), DEAR), [])
})

test("a paid sum of nothing is no answer", () => {
  assert.deepEqual(lacksPayment(aDraft({ rupiah: 0, method: "cash", reason: null }), DEAR), ["payment"])
})

test("where nothing is due nothing is asked, and nothing is said", () => {
  assert.deepEqual(lacksPayment(aDraft(null), FREE), [])
  assert.equal("payment" in actOf(aDraft(paidBy("cash", DEAR, null)), FREE, POLICY, null), false)
})

test("what was paid goes into the act as it was said", () => {
  const paid = paidBy("qris", DEAR, null)
  assert.deepEqual(actOf(aDraft(paid), DEAR, POLICY, null).payment, {
    rupiah: 9000,
    method: "qris",
    reason: null,
  })
})

test("another way keeps the sum that was typed", () => {
  assert.equal(paidBy("transfer", DEAR, { rupiah: 5000, method: "cash", reason: null }).rupiah, 5000)
})

test("a form in which only the fee was answered is kept", () => {
  assert.equal(isTouched({ ...newDraft(USER, DEAR.pkg, "delivered"), payment: notPaid("refused") }), true)
})

test("sums are read as people type them", () => {
  assert.deepEqual(["9.000", "Rp 9000", "", "abc"].map(rupiahIn), [9000, 9000, 0, 0])
})
