import assert from "node:assert/strict"
import { test } from "node:test"
import { actOf, methodOf, missingOf } from "../../static/js/courier/needs.js"
import { newDraft } from "../../static/js/courier/outbox.js"
import {
  addressOf,
  base32,
  codeFits,
  isFresh,
  keepAsking,
  lookAfter,
  newLink,
} from "../../static/js/courier/own_phone.js"
import { bytesOf, codeOf, idOf } from "../../static/js/shared/short-code.js"
import { aParcel, aPart, USER } from "./phone.js"

// The same as in tests/domain/test_own_phone.py.
const KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
const ID = "8b6f1d1e-2a5c-4f9f-9e0b-1a7f0a1f2c3d"
const NOW = Date.parse("2026-11-23T05:00:00Z")
const TOKEN = "RNXR2HRKLRHZ7HQLDJ7QUHZMHVVQHSCQD2EH6TR5NXBFJESVHWVQ"
const [RECORD, CODE] = ['{"a":1}', "39676846"]
const PKG = "7K2M9QX4T1B8ZC3DA"
const LINK = { id: ID, token: TOKEN, made_at: NOW, mh: null, code: null, name: "", strokes: null }

test("the phone makes the link that the server knows", async (context) => {
  context.mock.method(crypto, "randomUUID", () => ID)
  assert.deepEqual(await newLink(aParcel({ own_phone_key: KEY }), NOW), LINK)
})

test("the id stands in front of the token", () => assert.equal(idOf(TOKEN), ID))
test("letters and bytes are one thing", () => assert.equal(base32(bytesOf(TOKEN)), TOKEN))
test("the page's code is the server's", async () => assert.equal(await codeOf(TOKEN, RECORD), CODE))

test("the address fits a QR's dense alphabet, but for one sign, and 132 letters", () => {
  const address = addressOf("https://surat.disdukcapil.rembangkab.go.id", PKG, LINK)
  assert.match(address, /^HTTPS:\/\/[A-Z.]+\/TTD#[0-9A-Z]{17}\.[A-Z2-7]{52}$/)
  assert.ok(address.length <= 132, String(address.length))
})

test("the code is checked without a network", async () => assert.equal(await codeFits(LINK, CODE), true))

for (const wrong of ["39676847", "49676846", "3967684", "abcdefgh", ""]) {
  test(`and ${wrong || "nothing"} is none`, async () => assert.equal(await codeFits(LINK, wrong), false))
}

test("a link is fresh for half an hour", () => {
  const after = (/** @type {number} */ minutes) => isFresh(LINK, NOW + minutes * 60_000)
  assert.deepEqual([after(29), after(30), isFresh(null)], [true, false, false])
})

/** @param {unknown} body @param {number} [status] */
const server =
  (body, status = 200) =>
  async () =>
    new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } })

test("what was signed comes back with the hash of its very bytes", async () => {
  const record = JSON.stringify({ id: ID, pkg: PKG, name: "Siti", rel: "spouse", ink: { strokes: [] } })
  const found = await lookAfter(LINK, PKG, server({ state: "signed", record }))
  assert.ok(typeof found === "object")
  assert.deepEqual([found.rel, found.signed.name, found.signed.mh?.length], ["spouse", "Siti", 64])
})

for (const [what, answer, expected] of /** @type {[string, any, string][]} */ ([
  ["nobody yet", server({ state: "unseen", record: null }), "unseen"],
  ["somebody is reading", server({ state: "opened", record: null }), "opened"],
  ["an error", server({ type: "about:blank" }, 503), "silent"],
  ["another package's", server({ state: "signed", record: `{"id":"${ID}","pkg":"X"}` }), "silent"],
  ["no line", () => Promise.reject(new TypeError("offline")), "silent"],
])) {
  test(`asked: ${what}`, async () => assert.equal(await lookAfter(LINK, PKG, answer), expected))
}

/** Time as this test lets it pass. @param {import("node:test").TestContext} context */
function aClock(context) {
  context.mock.timers.enable({ apis: ["setTimeout"] })
  Object.assign(globalThis, { document: { hidden: false } })
  let now = 0
  const settled = async () => {
    for (let i = 0; i < 5; i += 1) await Promise.resolve()
  }
  const pass = async (/** @type {number} */ ms) => {
    for (let left = ms; left > 0; left -= 100) {
      now += 100
      context.mock.timers.tick(100)
      await settled()
    }
  }
  return { pass, mono: () => now }
}

const MINUTE = 60_000
for (const [when, before, most] of /** @type {[string, number, number][]} */ ([
  ["in the first five minutes", 0, 800],
  ["in the fifth minute", 4 * MINUTE, 800],
  ["after an hour", 60 * MINUTE, 1_600],
]))
  test(`${when} the next question comes at most ${most} ms after an answer`, async (context) => {
    const clock = aClock(context)
    let asked = 0
    const stop = keepAsking(async () => ((asked += 1), false), clock.mono)
    await clock.pass(before)
    const already = asked
    await clock.pass(most)
    stop()
    assert.ok(asked > already)
  })

test("after five minutes a battery is spared: fewer questions than before", async (context) => {
  const clock = aClock(context)
  let asked = 0
  const stop = keepAsking(async () => ((asked += 1), false), clock.mono)
  await clock.pass(MINUTE)
  const first = asked
  await clock.pass(5 * MINUTE)
  asked = 0
  await clock.pass(MINUTE)
  stop()
  assert.ok(asked < first * 0.6, `${asked} of ${first}`)
})

test("nobody is asked while the screen is hidden, nor after the answer", async (context) => {
  const clock = aClock(context)
  let asked = 0
  globalThis.document = /** @type {any} */ ({ hidden: true })
  const stop = keepAsking(async () => (asked += 1) === 2, clock.mono)
  await clock.pass(MINUTE)
  const hidden = asked
  globalThis.document = /** @type {any} */ ({ hidden: false })
  await clock.pass(MINUTE)
  stop()
  assert.deepEqual([hidden, asked], [0, 2])
})

/** @type {import("../../static/js/courier/types.js").PolicyOut} */
const POLICY = {
  ...{ id: "a-self", version: 2, class: "A", recipient_rule: "SELF", relations: ["self"] },
  evidence: { picked_up: [], delivered: ["photo", "signature"], attempt_failed: ["photo"], returned: [] },
  ...{ checks: [], id_check: false, modes: ["direct"], methods: ["sign_own_phone", "name_spoken"] },
}
const photo = await aPart("photo")

/** @param {Partial<import("../../static/js/courier/types.js").OwnPhone>} [signed] */
const draft = (signed) => ({
  ...newDraft(USER, PKG, /** @type {const} */ ("delivered")),
  ...{ who: /** @type {const} */ ("addressee"), photo, own_phone: { ...LINK, ...signed } },
})

test("a link that nobody has signed is no signature", () =>
  assert.deepEqual(missingOf(draft(), POLICY), ["signature"]))

for (const signed of [{ mh: "ab" }, { code: CODE }]) {
  test(`signed, by ${Object.keys(signed)}: it is complete and named`, () => {
    const act = actOf(draft(signed), aParcel(), POLICY, null)
    assert.deepEqual(missingOf(draft(signed), POLICY), [])
    assert.deepEqual(act.own_phone, { id: ID, mh: null, code: null, ...signed })
    assert.deepEqual([act.answers.signature_status, act.contactless?.method], ["signed", "sign_own_phone"])
  })
}

test("without it nobody says that it was signed there", () =>
  assert.equal(methodOf(draft(), POLICY), "name_spoken"))
