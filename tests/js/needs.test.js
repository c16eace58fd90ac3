import assert from "node:assert/strict"
import { test } from "node:test"
import { custody } from "../../static/js/courier/accept.js"
import { metresOf } from "../../static/js/courier/door.js"
import { attemptOf, lackingOf, minutesLeft } from "../../static/js/courier/giving_up.js"
import { actOf, isTouched, mayBeSigned, methodOf, missingOf } from "../../static/js/courier/needs.js"
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
  ["an ID that does not match ends the handover", { id_check: "mismatch" }, ["id_stop"]],
  ["nor does the claim code go on", { id_check: "mismatch", claim_code: "123456" }, ["id_stop"]],
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
const SECOND = { ...POLICY, reasons: 2 }

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
  test(`giving up lacks: ${what}`, () =>
    assert.deepEqual(lackingOf(aFailure(changes), aParcel(), POLICY), missing))
}

const whatsapp = { way: /** @type {const} */ ("whatsapp"), at: "2026-11-23T01:02:00.000Z" }
const reachable = aParcel({
  recipient: { ...aParcel().recipient, phone: "+628123456789" },
  fee: { free: false, amount: 9_000 },
  old_card: true,
})
const AWAY = { reason: "not_home", opened_at: LONG_AGO, photo }

/** @type {[string, Partial<import("../../static/js/courier/types.js").Draft>, string[]][]} */
const SECOND_FAILURES = [
  ["nobody home, only knocked", { ...AWAY, tries: [knock] }, ["tries"]],
  ["nobody home, a message sent", { ...AWAY, tries: [whatsapp] }, []],
  ["a lost card without its letter", { reason: "old_card_missing", detail: "lost" }, ["number"]],
  [
    "a lost card and its letter",
    { reason: "old_card_missing", detail: "lost", beside: { number: "STPL/112" } },
    [],
  ],
  ["a lost card and no letter yet", { reason: "old_card_missing", detail: "lost_no_letter" }, []],
  ["not on hand, and nothing scanned", { reason: "not_on_hand" }, ["scanned"]],
  ["not on hand, and nothing else there", { reason: "not_on_hand", beside: { scanned: [] } }, []],
  ["lost, and three letters", { reason: "lost_or_stolen", note: "abc" }, ["when", "note"]],
  ["lost, where and when", { reason: "lost_or_stolen", note: "Pasar Rembang", beside: { at: LONG_AGO } }, []],
  ["the fee, and no word of it", { reason: "fee_unpaid" }, ["fee_asked"]],
  [
    "the tariff was not shown",
    { reason: "fee_unpaid", beside: { fee: { shown: false, rupiah: 9000 } } },
    ["fee_asked"],
  ],
  ["shown and asked", { reason: "fee_unpaid", beside: { fee: { shown: true, rupiah: 9000 } } }, []],
  ["a recall without its order", { reason: "recalled" }, ["number"]],
]

for (const [what, changes, missing] of SECOND_FAILURES) {
  test(`giving up under the second table lacks: ${what}`, () =>
    assert.deepEqual(lackingOf(aFailure(changes), reachable, SECOND), missing))
}

test("where no telephone number is known a knock is all that can be tried", () => {
  const quiet = aParcel({ recipient: { ...aParcel().recipient, phone: null } })
  assert.deepEqual(lackingOf(aFailure({ ...AWAY, tries: [knock] }), quiet, SECOND), [])
})

test("only what its own reason asks travels", () => {
  const beside = { number: " STPL/112 ", at: LONG_AGO, scanned: [], fee: { shown: true, rupiah: 9000 } }
  const said = (/** @type {Partial<import("../../static/js/courier/types.js").Draft>} */ changes) => {
    const { tried } = attemptOf(aFailure({ ...changes, beside }), aParcel(), SECOND)
    const always = ["detail", "note", "contacts", "waited_s"]
    return Object.fromEntries(Object.entries(tried ?? {}).filter(([name]) => !always.includes(name)))
  }
  assert.deepEqual(said({ reason: "old_card_missing", detail: "lost" }), { number: "STPL/112" })
  assert.deepEqual(said({ reason: "old_card_missing", detail: "forgotten" }), {})
  assert.deepEqual(said({ reason: "not_on_hand" }), { scanned: [] })
  assert.deepEqual(said({ reason: "lost_or_stolen" }), { at: LONG_AGO })
  assert.deepEqual(said({ reason: "fee_unpaid" }), { fee: beside.fee })
  assert.deepEqual(said({ reason: "not_attempted" }), {})
})

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
  assert.equal("photo_warnings" in attemptOf(unseen, aParcel(), POLICY).answers, false)
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
  const { recipient, contactless, reason, parts, tried } = attemptOf(draft, aParcel(), POLICY)
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
  const { parts, tried } = attemptOf(draft, aParcel(), POLICY)
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

test("under the national rules too, what was put down must be seen taken", () => {
  const national = { ...POLICY, checks: [], id_check: false, modes: STRICT.modes, placed: ["saw_taken"] }
  const put = { mode: "placed_and_watched" }
  assert.deepEqual(missingOf(aDraft(put), national), ["placed"])
  assert.deepEqual(missingOf(aDraft({ ...put, checks: { saw_taken: true } }), national), [])
  assert.deepEqual(missingOf(aDraft({ mode: "direct" }), national), [])
})

test("an earlier version of the rules knows no additions", () => {
  const old = { ...POLICY, checks: [], id_check: false, modes: STRICT.modes }
  assert.deepEqual(missingOf(aDraft({ ink: null, claim_code: "123456" }), old), [])
  assert.equal(mayBeSigned(old), true)
})

const DOOR = {
  spots: ["gate", "door", "as_wished"],
  placed_id: true,
  partner_m: { grab: 2 },
  shared: ["wiped_before", "wiped_after"],
  witnesses: ["spouse", "neighbour"],
}
const PLACED = ["stepped_back", "saw_taken", "name_said"]
const AT_DOOR = { ...POLICY, checks: [], modes: STRICT.modes, placed: PLACED, door: DOOR }
const SEEN = Object.fromEntries(PLACED.map((check) => [check, true]))
const WIPED = { wiped_before: true, wiped_after: true }
const PUT = { mode: "placed_and_watched", spot: "gate", ink: null, claim_code: "123456", checks: SEEN }
const STOOD_BY = {
  ink: null,
  no_signature: /** @type {const} */ ("unable"),
  witness_name: "Pak Darmo",
  witness_rel: "neighbour",
}

/** @type {[string, Partial<import("../../static/js/courier/types.js").Draft>, string[]][]} */
const AT_THE_DOOR = [
  ["hand to hand and signed, the phone is wiped", {}, ["wiped"]],
  ["wiped", { checks: WIPED }, []],
  ["put down on the agreed spot, seen taken, the code said", PUT, []],
  ["nobody saw it taken", { ...PUT, checks: { stepped_back: true, name_said: true } }, ["placed"]],
  ["no spot", { ...PUT, spot: null }, ["spot"]],
  ["a spot the policy does not know", { ...PUT, spot: "roof" }, ["spot"]],
  ["put down without a photo of it", { ...PUT, photo: null }, ["photo"]],
  [
    "no card and no code",
    {
      ...PUT,
      claim_code: "",
      id_check: "not_done",
      id_check_reason: "lupa",
      ink: anInk(),
      checks: { ...SEEN, ...WIPED },
    },
    ["id_shown"],
  ],
  ["unable to sign, somebody stood by", STOOD_BY, []],
  [
    "declined, and nobody stood by",
    { ...STOOD_BY, witness_name: " ", no_signature: "declined" },
    ["witness"],
  ],
  ["the recipient is no witness", { ...STOOD_BY, witness_name: "siti  aminah" }, ["witness"]],
  ["a witness of an unknown kind", { ...STOOD_BY, witness_rel: "self" }, ["witness"]],
  ["declined without a photo", { ...STOOD_BY, photo: null }, ["photo"]],
  ["declined, but the code was said", { ink: null, no_signature: "declined", claim_code: "123456" }, []],
]
for (const [what, changes, missing] of AT_THE_DOOR) {
  test(`at the door: ${what}`, () =>
    assert.deepEqual(missingOf(aDraft({ checks: {}, ...changes }), AT_DOOR, "Siti Aminah"), missing))
}

const OWN_PHONE = { id: "", token: "", made_at: 0, mh: "ab", code: null, name: "", strokes: null }
const FIRM = { ...AT_DOOR, id_match: true }
const UNSEEN = /** @type {const} */ ({ id_check: "not_done", id_check_reason: "lupa", checks: WIPED })

/** @type {[string, Partial<import("../../static/js/courier/types.js").Draft>, string[]][]} */
const ON_A_WORD = [
  ["a drawing on the courier's phone and no look at the card", UNSEEN, ["id_shown"]],
  ["another's card", { ...UNSEEN, id_check: "mismatch" }, ["id_stop"]],
  [
    "another's card, and the code all the same",
    { ...UNSEEN, id_check: "mismatch", claim_code: "123456", ink: null },
    ["id_stop"],
  ],
  [
    "another's card, and a signature on some phone",
    { ...UNSEEN, id_check: "mismatch", own_phone: OWN_PHONE, ink: null },
    ["id_stop"],
  ],
  ["the card fits", { checks: WIPED }, []],
  ["no card, but the code was said", { ...UNSEEN, claim_code: "123456", ink: null }, []],
  ["no card, but signed on their own phone", { ...UNSEEN, own_phone: OWN_PHONE, ink: null }, []],
]
for (const [what, changes, missing] of ON_A_WORD) {
  test(`a card on the courier's word alone: ${what}`, () =>
    assert.deepEqual(missingOf(aDraft(changes), FIRM, "Siti Aminah"), missing))
}

test("the card that does not match is said before all that is missing", () => {
  const empty = newDraft(USER, "7K2M9QX4T1B8ZC3DA", "delivered")
  assert.equal(missingOf({ ...empty, id_check: "mismatch" }, POLICY)[0], "id_stop")
})

test("another way of handing over, where no card is asked, forgets no card that did not match", () => {
  const rules = { ...AT_DOOR, id_check: false }
  const seen = aDraft({ ...PUT, id_check: "mismatch" })
  assert.deepEqual(missingOf(seen, rules, "Siti Aminah"), ["id_stop"])
  assert.deepEqual(missingOf({ ...seen, mode: "direct" }, rules, "Siti Aminah"), ["id_stop"])
})

test("what an earlier version of the rules took for a card it takes still", () =>
  assert.deepEqual(missingOf(aDraft(UNSEEN), AT_DOOR, "Siti Aminah"), []))

test("the record says where it was put down, and names the witness only in place of a signature", () => {
  const put = actOf(aDraft(PUT), aParcel(), AT_DOOR, null)
  assert.deepEqual(put.contactless, { mode: "placed_and_watched", method: "code_spoken", spot: "gate" })
  assert.deepEqual([put.answers.checks, put.answers.witness], [SEEN, undefined])
  const quiet = actOf(aDraft({ checks: {}, ...STOOD_BY }), aParcel(), AT_DOOR, null)
  assert.deepEqual(quiet.answers.witness, { name: "Pak Darmo", rel: "neighbour" })
  assert.equal(quiet.answers.signature_status, "unable")
})

test("Grab's couriers step back farther, and never less than the region says", () => {
  assert.deepEqual(
    ["pos", "grab"].map((partner) => metresOf(AT_DOOR, partner)),
    [1, 2],
  )
  assert.equal(metresOf({ ...AT_DOOR, distance_m: 3 }, "grab"), 3)
})
