import assert from "node:assert/strict"
import { test } from "node:test"
import { actOf, methodOf, missingOf, pickUp } from "../../static/js/courier/needs.js"
import { newDraft } from "../../static/js/courier/outbox.js"
import { anInk, aParcel, aPart, USER } from "./phone.js"

/** @type {import("../../static/js/courier/types.js").PolicyOut} */
const POLICY = {
  ...{
    id: "a-self-or-kk",
    version: 1,
    class: "A",
    recipient_rule: "SELF_OR_KK",
    relations: ["self", "spouse"],
  },
  evidence: { picked_up: [], delivered: ["photo", "signature"], attempt_failed: ["photo"], returned: [] },
  ...{ checks: ["mask", "distance"], id_check: true, modes: ["direct"] },
  methods: ["courier_phone_sign", "id_at_distance", "code_spoken", "name_spoken"],
}
const photo = await aPart("photo")

/** @param {Partial<import("../../static/js/courier/types.js").Draft>} [changes] */
function aDraft(changes = {}) {
  const filled = {
    who: /** @type {const} */ ("addressee"),
    checks: { mask: true, distance: true },
    id_check: /** @type {const} */ ("match"),
    photo,
    ink: anInk(),
  }
  return { ...newDraft(USER, "7K2M9QX4T1B8ZC3DA", "delivered"), ...filled, ...changes }
}

test("an empty draft lacks everything the policy asks, in the order of the screen", () => {
  const empty = newDraft(USER, "7K2M9QX4T1B8ZC3DA", "delivered")
  assert.deepEqual(missingOf(empty, POLICY), ["who", "checks", "id_check", "photo", "signature"])
})

test("a filled draft lacks nothing", () => assert.deepEqual(missingOf(aDraft(), POLICY), []))

/** @type {[string, Partial<import("../../static/js/courier/types.js").Draft>, string[]][]} */
const CASES = [
  ["another person needs name and relation", { who: "other" }, ["name", "rel"]],
  ["a relation the policy does not know is none", { who: "other", name: "Budi", rel: "neighbour" }, ["rel"]],
  ["a name of blanks is none", { who: "other", name: "  ", rel: "spouse" }, ["name"]],
  ["one name is enough", { who: "other", name: "Budi", rel: "spouse" }, []],
  ["one tick less", { checks: { mask: true } }, ["checks"]],
  ["an ID not checked needs a reason", { id_check: "not_done" }, ["id_check_reason"]],
  ["an ID that does not match is an answer", { id_check: "mismatch" }, []],
  ["no photo", { photo: null }, ["photo"]],
  ["a dot is no signature", { ink: anInk(1) }, ["signature"]],
  ["declining to sign is an answer", { ink: null, no_signature: "declined" }, []],
  ["the claim code stands in for a signature", { ink: null, claim_code: "123456" }, []],
  ["half a claim code is a mistake", { claim_code: "123" }, ["claim_code"]],
]

for (const [what, changes, missing] of CASES) {
  test(what, () => assert.deepEqual(missingOf(aDraft(changes), POLICY), missing))
}

test("a simple policy asks for less", () => {
  const simple = {
    ...POLICY,
    checks: [],
    id_check: false,
    evidence: { ...POLICY.evidence, delivered: ["photo"] },
  }
  assert.deepEqual(missingOf(newDraft(USER, "7K2M9QX4T1B8ZC3DA", "delivered"), simple), ["who", "photo"])
})

test("a failed attempt needs a reason, and a photo where one can show it", () => {
  const failed = { ...newDraft(USER, "7K2M9QX4T1B8ZC3DA", "attempt_failed"), photo: null }
  assert.deepEqual(missingOf(failed, POLICY), ["reason"])
  assert.deepEqual(missingOf({ ...failed, reason: "not_home" }, POLICY), ["photo"])
  assert.deepEqual(missingOf({ ...failed, reason: "not_attempted" }, POLICY), [])
})

test("the method is read off what was done, and the courier's choice stands above it", () => {
  assert.equal(methodOf(aDraft(), POLICY), "courier_phone_sign")
  assert.equal(methodOf(aDraft({ claim_code: "123456" }), POLICY), "code_spoken")
  assert.equal(methodOf(aDraft({ ink: null }), POLICY), "id_at_distance")
  assert.equal(methodOf(aDraft({ ink: null, id_check: "mismatch" }), POLICY), "name_spoken")
  assert.equal(methodOf(aDraft({ method: "name_spoken" }), POLICY), "name_spoken")
})

test("the act says who received it, how, and what was answered", () => {
  const { recipient, contactless, answers, parts } = actOf(aDraft(), aParcel(), POLICY, null)
  assert.deepEqual(recipient, { name: "Siti Aminah", rel: "self" })
  assert.deepEqual(contactless, { mode: "direct", method: "courier_phone_sign" })
  assert.deepEqual(answers, {
    checks: { mask: true, distance: true },
    id_check: "match",
    id_check_reason: null,
    signature_status: "signed",
    claim_code: null,
  })
  assert.deepEqual(parts, [photo])
})

test("a typed name is tidied, never changed", () => {
  const draft = aDraft({ who: "other", name: "  H.  Ahmad\u00a0 Dahlan ", rel: "spouse" })
  assert.deepEqual(actOf(draft, aParcel(), POLICY, null).recipient, {
    name: "H. Ahmad Dahlan",
    rel: "spouse",
  })
})

test("a failed attempt names no recipient", () => {
  const draft = { ...newDraft(USER, "7K2M9QX4T1B8ZC3DA", "attempt_failed"), reason: "not_home", photo }
  const { recipient, contactless, reason, parts } = actOf(draft, aParcel(), POLICY, null)
  assert.deepEqual(
    { recipient, contactless, reason, parts },
    { recipient: null, contactless: null, reason: "not_home", parts: [photo] },
  )
})

test("taking over from the office needs no evidence", () => {
  const act = pickUp(USER, aParcel({ status: "assigned" }))
  assert.deepEqual([act.outcome, act.parts, act.recipient], ["picked_up", [], null])
})
