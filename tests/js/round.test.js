import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { refreshRound } from "../../static/js/courier/refresh.js"
import {
  actsSince,
  distance,
  inOrder,
  knownTo,
  matching,
  recognise,
  storedRound,
  withActs,
} from "../../static/js/courier/round.js"
import { keepDraft, newDraft, noteAcknowledged } from "../../static/js/courier/outbox.js"
import { inStore } from "../../static/js/courier/store.js"
import { newPhone, aParcel, aRow, PKG, USER } from "./phone.js"

/** @param {import("../../static/js/courier/types.js").PackageOut[]} packages @param {string} [user] @returns {any} */
const aRound = (packages, user = USER) => ({
  v: 1,
  server_time: "2026-11-23T01:00:00.000Z",
  courier: { id: user },
  packages,
  policies: [],
  hosts: [],
})
const answer = (/** @type {object} */ body, /** @type {number} */ status = 200) =>
  /** @type {typeof fetch} */ (async () => Response.json(body, { status, headers: { ETag: '"1"' } }))

beforeEach(newPhone)

test("the round is kept for the hours without network", async () => {
  assert.equal(await refreshRound(USER, answer(aRound([aParcel()]))), "fresh")
  assert.equal((await storedRound(USER))?.round.packages.length, 1)
})

test("an unchanged round costs one short answer", async () => {
  await refreshRound(USER, answer(aRound([aParcel()])))
  /** @type {any} */
  let asked
  const send = /** @type {typeof fetch} */ (
    async (_path, init) => ((asked = init), new Response(null, { status: 304 }))
  )
  assert.equal(await refreshRound(USER, send), "same")
  assert.equal(asked.headers["If-None-Match"], '"1"')
})

test("another courier's round is never kept under this courier's name: whose session it is is asked", async () => {
  assert.equal(await refreshRound(USER, answer(aRound([aParcel()], "somebody-else"))), "session")
  assert.equal(await storedRound(USER), null)
})

test("of a trip that is over only who an open form is about stays", async () => {
  const [open, closed] = [aParcel(), aParcel({ pkg: "OTHER" })]
  await refreshRound(USER, answer(aRound([open, closed])))
  await keepDraft(newDraft(USER, open.pkg, "delivered"))
  await refreshRound(USER, answer({ ...aRound([]), over: true }))
  const kept = await storedRound(USER)
  assert.deepEqual([kept?.round.packages.map(({ pkg }) => pkg), kept?.round.over], [[open.pkg], true])
})

test("a portal's page leaves the stored round as it was", async () => {
  await refreshRound(USER, answer(aRound([aParcel()])))
  const portal = /** @type {typeof fetch} */ (
    async () => new Response("<html>", { headers: { "Content-Type": "text/html" } })
  )
  assert.equal(await refreshRound(USER, portal), "unreachable")
  assert.equal((await storedRound(USER))?.round.packages.length, 1)
})

test("what this phone did shows at once, before the server has heard of it", () => {
  const acts = [aRow({ outcome: "picked_up" }), aRow({ outcome: "attempt_failed", reason: "not_home" })]
  const [parcel] = withActs(aRound([aParcel({ status: "assigned" })]), acts)
  assert.deepEqual([parcel?.status, parcel?.attempt], ["attempt_failed", 2])
})

test("a flooded road uses no attempt up, as on the server", () => {
  const flooded = [aRow({ outcome: "attempt_failed", reason: "access_blocked" })]
  const [parcel] = withActs(aRound([aParcel({ last: true })]), flooded)
  assert.deepEqual([parcel?.attempt, parcel?.to_counter ?? false], [1, false])
})

test("after the last attempt the phone knows without a network that none is left", () => {
  const nobody = [aRow({ outcome: "attempt_failed", reason: "not_home" })]
  assert.equal(withActs(aRound([aParcel({ last: true })]), nobody)[0]?.to_counter, true)
  assert.equal(withActs(aRound([aParcel({ last: false })]), nobody)[0]?.to_counter, false)
})

test("acts that the stored round already knows are not counted twice, whatever the times say", () => {
  const row = /** @type {any} */ ({ heard: 1, stored_at: "2026-11-24T02:00:00.000Z" })
  const sent = [
    { ...aRow(), heard: 1, sent_at: "2026-11-25T01:00:00.000Z" },
    { ...aRow({ order: 2 }), heard: 2, sent_at: "2026-11-23T03:00:00.000Z" },
  ]
  assert.deepEqual(
    actsSince(row, [aRow({ order: 3 })], /** @type {any} */ (sent)).map(({ order }) => order),
    [2, 3],
  )
})

/** @param {string} proof @param {Partial<import("../../static/js/courier/types.js").WaitingRow>} [changes] */
async function acknowledged(proof, changes = {}) {
  await inStore((store) => store.put("waiting", aRow({ proof, ...changes })))
  await noteAcknowledged(proof, "a.b.c", /** @type {any} */ ({ verdict: "accepted", reason: null }))
}

const kindNow = async () => recognise(PKG, await knownTo(USER)).kind

for (const [words, stored] of [
  ["ahead", "2999-01-01T00:00:00.000Z"],
  ["behind", "1970-01-01T00:00:00.000Z"],
])
  test(`a letter delivered after a round that a clock ${words} stored is not offered again`, async () => {
    await refreshRound(USER, answer(aRound([aParcel()])))
    const row = /** @type {any} */ (await storedRound(USER))
    await inStore((store) => store.put("rounds", { ...row, stored_at: stored }))
    await acknowledged("one")
    assert.equal(await kindNow(), "duplicate")
  })

test("a letter that comes back to the courier after its answer is offered, whatever the clock said", async () => {
  await acknowledged("one", { outcome: "attempt_failed" })
  await inStore(async (store) => {
    const row = /** @type {any} */ (await store.get("sent", "one"))
    await store.put("sent", { ...row, sent_at: "2999-01-01T00:00:00.000Z" })
  })
  await refreshRound(USER, answer(aRound([aParcel({ attempt: 2 })])))
  assert.deepEqual(
    [await kindNow(), (await knownTo(USER)).parcels.map(({ attempt }) => attempt)],
    ["ready", [2]],
  )
})

test("an answer that came while the round was on its way is not taken for known", async () => {
  const slow = /** @type {typeof fetch} */ (
    async () => {
      await acknowledged("one")
      return Response.json(aRound([aParcel()]), { headers: { ETag: '"1"' } })
    }
  )
  await refreshRound(USER, slow)
  assert.equal(await kindNow(), "duplicate")
})

test("a round that the server calls unchanged knows all answers before the question", async () => {
  await acknowledged("one", { outcome: "attempt_failed" })
  const slow = /** @type {typeof fetch} */ (
    async () => {
      await acknowledged("two", { outcome: "attempt_failed", order: 2 })
      return Response.json(aRound([aParcel({ attempt: 3 })]), { headers: { ETag: '"1"' } })
    }
  )
  await refreshRound(USER, slow)
  await refreshRound(USER, /** @type {typeof fetch} */ (async () => new Response(null, { status: 304 })))
  assert.equal((await knownTo(USER)).parcels[0]?.attempt, 3)
})

const ALIAS = "SX473124829ID"
/** @type {[string, string | null, string, string[], string][]} */
const LABELS = [
  ["a code that is not ours", null, "picked_up", [], "foreign"],
  ["a package of another round", "00000000000000009", "picked_up", [], "unknown"],
  ["a package in hand", PKG, "picked_up", [], "ready"],
  ["the number printed beside the code", ALIAS, "picked_up", [], "ready"],
  ["a number of another round", "SX123456785ID", "picked_up", [], "unknown"],
  ["one that could not be delivered", PKG, "attempt_failed", [], "failed"],
  ["one not accepted yet", PKG, "assigned", [], "accept"],
  ["one on its way back", PKG, "returning", [], "back"],
  ["one delivered before", PKG, "delivered", [], "done"],
  ["one handed over on this phone", PKG, "delivered", [PKG], "duplicate"],
  ["one whose proof the office looks at", PKG, "in_review", [PKG], "review"],
]

for (const [what, id, status, closed, kind] of LABELS) {
  test(`the label is recognised without network: ${what}`, () => {
    const handed = new Map(closed.map((pkg) => [pkg, aRow()]))
    assert.equal(recognise(id, { parcels: [aParcel({ status })], handed }).kind, kind)
  })
}

/** @param {string} status what the server says @param {object} [changes] of the sent row */
async function afterReview(status, changes = {}) {
  await refreshRound(USER, answer(aRound([aParcel({ status })])))
  const sent = { ...aRow(), acks: [], verdict: "kept_for_review", why: "claim-code-wrong", sent_at: "2020" }
  await inStore((store) => store.put("sent", /** @type {any} */ ({ ...sent, ...changes })))
  return (await knownTo(USER)).parcels[0]?.status
}

test("a delivery that the office looks at is neither in hand nor done for good", async () => {
  assert.equal(await afterReview("out_for_delivery"), "in_review")
})

test("before the round is fetched again it is told apart from a delivery that counts", async () => {
  assert.equal(await afterReview("picked_up", { sent_at: "2999" }), "in_review")
})

test("once the office lets it count, it is delivered", async () => {
  assert.equal(await afterReview("delivered"), "delivered")
})

test("handed to the courier once more, it waits to be accepted", async () => {
  assert.equal(await afterReview("assigned"), "assigned")
})

test("a delivery that counts is not in review", async () => {
  assert.equal(await afterReview("out_for_delivery", { verdict: "accepted" }), "out_for_delivery")
})

test("the way to a door is told in metres", () => {
  const fix = { coords: { latitude: -7, longitude: 110, accuracy: 5 }, timestamp: 0 }
  const parcel = aParcel({ place: { lat_e7: -70100000, lon_e7: 1100000000 } })
  assert.equal(Math.round(distance(fix, parcel)), 1112)
  assert.equal(distance(null, parcel), Infinity)
  assert.equal(distance(fix, aParcel()), Infinity)
})

test("nearest first, and what has no place last", () => {
  const fix = { coords: { latitude: -7, longitude: 110, accuracy: 5 }, timestamp: 0 }
  const far = aParcel({ pkg: "FAR", place: { lat_e7: -71000000, lon_e7: 1100000000 } })
  const near = aParcel({ pkg: "NEAR", place: { lat_e7: -70100000, lon_e7: 1100000000 } })
  assert.deepEqual(
    inOrder([aParcel({ pkg: "NOWHERE" }), far, near], "near", fix).map(({ pkg }) => pkg),
    ["NEAR", "FAR", "NOWHERE"],
  )
})

test("search forgives case, accents and the order of words", () => {
  const parcel = aParcel({
    recipient: { name: "Nyoman Sukrasena", address: "Jl. Ahmad Yani", phone: null, note: null },
  })
  assert.equal(matching([parcel], "yani NYÓMAN").length, 1)
  assert.equal(matching([parcel], "budi").length, 0)
})

test("what is done comes last, the rest as the officer ordered it", () => {
  const [a, b, c] = ["A", "B", "C"].map((pkg, i) => aParcel({ pkg, status: i ? "picked_up" : "delivered" }))
  assert.deepEqual(
    inOrder(/** @type {any} */ ([a, b, c]), "round", null).map(({ pkg }) => pkg),
    ["B", "C", "A"],
  )
})
