import assert from "node:assert/strict"
import { test } from "node:test"
import { attemptOf, lackingOf, minutesLeft } from "../../static/js/courier/giving_up.js"
import { actOf, custody, isTouched, mayBeSigned, methodOf, missingOf } from "../../static/js/courier/needs.js"
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

/** @param {Partial<import("../../static/js/courier/types.js").Draft>} [changes] */
const aFailure = (changes = {}) => ({ ...newDraft(USER, "7K2M9QX4T1B8ZC3DA", "attempt_failed"), ...changes })
const call = { way: /** @type {const} */ ("call"), at: "2026-11-23T01:00:00.000Z" }
const knock = { way: /** @type {const} */ ("knock"), at: "2026-11-23T01:01:00.000Z" }
const LONG_AGO = "2026-01-01T00:00:00.000Z"

/** @type {[string, Partial<import("../../static/js/courier/types.js").Draft>, string[]][]} */
const FAILURES = [
  ["no reason", {}, ["reason"]],
  ["nobody home, just arrived", { reason: "not_home" }, ["tries", "wait", "photo"]],
  [
    "nobody home, waited, called, photographed",
    { reason: "not_home", tries: [call], opened_at: LONG_AGO, photo },
    [],
  ],
  ["not tried yet: the honest choice", { reason: "not_attempted" }, []],
  ["unreachable, tried twice in one way", { reason: "unreachable", tries: [call, call] }, ["tries"]],
  ["unreachable, tried in two ways", { reason: "unreachable", tries: [call, knock] }, []],
  ["refused, no word why", { reason: "refused" }, ["detail"]],
  ["refused, with another question's answer", { reason: "refused", detail: "lost" }, ["detail"]],
  ["refused, and why", { reason: "refused", detail: "no_trust" }, []],
  ["another time without a time", { reason: "reschedule", note: "  " }, ["note"]],
  ["another time", { reason: "reschedule", note: "besok" }, []],
  ["something else, said too short", { reason: "other", note: "tidak tahu", photo }, ["note"]],
]

for (const [what, changes, missing] of FAILURES) {
  test(`giving up lacks: ${what}`, () => assert.deepEqual(lackingOf(aFailure(changes)), missing))
}

test("three minutes at the door are counted from the scan", () => {
  const draft = aFailure({ opened_at: "2026-11-23T01:00:00.000Z" })
  assert.equal(minutesLeft(draft, 3, Date.parse("2026-11-23T01:00:55.400Z")), "2:05")
  assert.equal(minutesLeft(draft, 3, Date.parse("2026-11-23T01:03:00.000Z")), "")
  assert.equal(minutesLeft(draft, 3, Date.parse("2026-11-23T00:00:00.000Z")), "3:00")
})

test("a form that was only looked at is untouched; one tick changes that", () => {
  const fresh = newDraft(USER, "7K2M9QX4T1B8ZC3DA", "delivered")
  assert.equal(isTouched(fresh), false)
  assert.equal(isTouched({ ...fresh, checks: { mask: false } }), false)
  for (const changes of [
    { checks: { mask: true } },
    { photo },
    { ink: anInk(1) },
    { tries: [call] },
    { note: "x" },
  ])
    assert.equal(isTouched({ ...fresh, ...changes }), true)
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

test("what the phone said of a kept photo travels along, and only then", () => {
  const kept = aDraft({ photo_warnings: ["blurred"] })
  assert.deepEqual(actOf(kept, aParcel(), POLICY, null).answers.photo_warnings, ["blurred"])
  assert.equal("photo_warnings" in actOf(aDraft(), aParcel(), POLICY, null).answers, false)
  const unseen = aFailure({ reason: "not_attempted", photo, photo_warnings: ["dark"] })
  assert.equal("photo_warnings" in attemptOf(unseen, aParcel()).answers, false)
})

test("a typed name is tidied, never changed", () => {
  const draft = aDraft({ who: "other", name: "  H.  Ahmad\u00a0 Dahlan ", rel: "spouse" })
  assert.deepEqual(actOf(draft, aParcel(), POLICY, null).recipient, {
    name: "H. Ahmad Dahlan",
    rel: "spouse",
  })
})

test("a failed attempt names no recipient", () => {
  const draft = aFailure({
    reason: "not_home",
    photo,
    tries: [call],
    opened_at: LONG_AGO,
    note: " Pagar dikunci ",
  })
  const { recipient, contactless, reason, parts, tried } = attemptOf(draft, aParcel())
  assert.deepEqual(
    { recipient, contactless, reason, parts, tried },
    {
      ...{ recipient: null, contactless: null, reason: "not_home", parts: [photo] },
      tried: { detail: null, note: "Pagar dikunci", contacts: [call], waited_s: 86_400 },
    },
  )
})

test("what was filled in for another reason stays on the phone", () => {
  const draft = aFailure({ reason: "deceased", detail: "family", photo, note: "sakit" })
  const { parts, tried } = attemptOf(draft, aParcel())
  assert.deepEqual([parts, tried?.note, tried?.detail], [[], null, "family"])
})

for (const outcome of /** @type {const} */ (["picked_up", "returned"])) {
  test(`between office and courier no evidence is needed: ${outcome}`, () => {
    const act = custody(USER, aParcel({ status: "assigned" }), outcome)
    assert.deepEqual([act.outcome, act.parts, act.recipient], [outcome, [], null])
  })
}

const STRICT = {
  ...POLICY,
  id: "3317-a-self-or-kk",
  checks: [],
  id_check: false,
  modes: ["direct", "placed_and_watched"],
  needs: { picked_up: [], delivered: [["photo"], ["factor"]], attempt_failed: [["photo"]], returned: [] },
  placed: ["spot", "saw_taken"],
  share_device: false,
}

/** @type {[string, Partial<import("../../static/js/courier/types.js").Draft>, string[]][]} */
const REGIONAL = [
  ["a drawing does not stand in for the recipient's own code", {}, ["claim_code"]],
  ["the code is enough", { ink: null, claim_code: "123456" }, []],
  ["half a code is not", { claim_code: "123" }, ["claim_code"]],
  ["put down, it must be seen taken", { claim_code: "123456", mode: "placed_and_watched" }, ["placed"]],
  [
    "put down and seen taken",
    { claim_code: "123456", mode: "placed_and_watched", checks: { spot: true, saw_taken: true } },
    [],
  ],
]
for (const [what, changes, missing] of REGIONAL) {
  test(`a region's rules: ${what}`, () => assert.deepEqual(missingOf(aDraft(changes), STRICT), missing))
}

test("where a region wants the signature itself, a code does not stand in for it", () => {
  const delivered = [["photo"], ["signature"]]
  const signed = { ...STRICT, share_device: true, needs: { ...STRICT.needs, delivered } }
  assert.deepEqual(missingOf(aDraft({ ink: null, claim_code: "123456" }), signed), ["signature"])
  assert.deepEqual(missingOf(aDraft(), signed), [])
})

test("any one thing of a group is enough", () => {
  const needs = { ...STRICT.needs, delivered: [["photo", "factor"]] }
  const draft = aDraft({ photo: null, ink: null, claim_code: "123456" })
  assert.deepEqual(missingOf(draft, { ...STRICT, needs }), [])
})

test("nobody signs on the courier's phone where no screen is shared", () => {
  assert.equal(mayBeSigned(STRICT), false)
  assert.equal(mayBeSigned(POLICY), true)
})

test("the record says of a package that was put down that it was seen taken", () => {
  const draft = aDraft({ mode: "placed_and_watched", checks: { spot: true, saw_taken: true } })
  assert.deepEqual(actOf(draft, aParcel(), STRICT, null).answers.checks, { spot: true, saw_taken: true })
})

test("an earlier version of the rules knows no additions", () => {
  const old = { ...POLICY, checks: [], id_check: false, modes: STRICT.modes }
  assert.deepEqual(missingOf(aDraft({ ink: null, claim_code: "123456" }), old), [])
  assert.equal(mayBeSigned(old), true)
})
