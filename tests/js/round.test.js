import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { refreshRound } from "../../static/js/courier/refresh.js"
import {
  actsSince,
  inOrder,
  matching,
  recognise,
  storedRound,
  withActs,
} from "../../static/js/courier/round.js"
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

test("another courier's round is never kept under this courier's name", async () => {
  assert.equal(await refreshRound(USER, answer(aRound([aParcel()], "somebody-else"))), "unreachable")
  assert.equal(await storedRound(USER), null)
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
  const acts = [aRow({ outcome: "picked_up" }), aRow({ outcome: "attempt_failed" })]
  const [parcel] = withActs(aRound([aParcel({ status: "assigned" })]), acts)
  assert.deepEqual([parcel?.status, parcel?.attempt], ["attempt_failed", 2])
})

test("acts that the stored round already knows are not counted twice", () => {
  const row = /** @type {any} */ ({ stored_at: "2026-11-23T02:00:00.000Z" })
  const sent = [
    { ...aRow(), sent_at: "2026-11-23T01:00:00.000Z" },
    { ...aRow({ order: 2 }), sent_at: "2026-11-23T03:00:00.000Z" },
  ]
  assert.deepEqual(
    actsSince(row, [aRow({ order: 3 })], /** @type {any} */ (sent)).map(({ order }) => order),
    [2, 3],
  )
})

/** @type {[string, string | null, string, string[], string][]} */
const LABELS = [
  ["a code that is not ours", null, "picked_up", [], "foreign"],
  ["a package of another round", "00000000000000009", "picked_up", [], "unknown"],
  ["a package in hand", PKG, "picked_up", [], "ready"],
  ["a failed one, tried again", PKG, "attempt_failed", [], "ready"],
  ["one not accepted yet", PKG, "assigned", [], "accept"],
  ["one delivered before", PKG, "delivered", [], "done"],
  ["one handed over on this phone", PKG, "delivered", [PKG], "duplicate"],
]

for (const [what, id, status, closed, kind] of LABELS) {
  test(`the label is recognised without network: ${what}`, () => {
    assert.equal(recognise(id, [aParcel({ status })], new Set(closed)).kind, kind)
  })
}

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
