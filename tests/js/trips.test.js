/** Two trips on one phone: nothing of the earlier one is stranded, and the way back needs no line. */
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { keepDraft, newDraft, unsentHere } from "../../static/js/courier/outbox.js"
import { lineOf, newLine } from "../../static/js/courier/passes.js"
import { signOut } from "../../static/js/courier/session.js"
import { inStore } from "../../static/js/courier/store.js"
import { openIn, otherTrips, tripOf } from "../../static/js/courier/trips_here.js"
import { keepReopened, sessionOf, turnTo, whoIsIn, whoseCookie } from "../../static/js/courier/who.js"
import { aParcel, aRow, newPhone } from "./phone.js"
import { aServer, comesIn, FIRST, hasKey, hasRound, MORNING, OFFICE, SECOND } from "./trip_phone.js"

const POSTMAN = "33333333-6f0e-4c1e-9a1c-0d1f2e3a4b5c"

beforeEach(newPhone)

/** @param {import("../../static/js/courier/types.js").WaitingRow[]} rows */
const waits = (...rows) =>
  inStore((store) => Promise.all(rows.map((row) => store.put("waiting", row))).then(() => undefined))

test("what another trip left is this phone's to send, oldest first; an account's is not", async () => {
  await comesIn(POSTMAN, "account")
  await comesIn(FIRST)
  await comesIn(SECOND)
  await waits(
    aRow({ proof: "left", user: FIRST, order: 1 }),
    aRow({ proof: "postman", user: POSTMAN, order: 2 }),
    aRow({ proof: "own", user: SECOND, order: 3 }),
  )
  assert.deepEqual(
    (await unsentHere(SECOND)).map(({ proof }) => proof),
    ["left", "own"],
  )
})

test("turning to another trip changes whose screens are shown, and not whose cookie it is", async () => {
  await comesIn(FIRST)
  await comesIn(SECOND)
  await turnTo(FIRST)
  assert.deepEqual([await whoIsIn(), await whoseCookie()], [FIRST, SECOND])
})

test("an answer that came late does not take the driver back from where he turned to", async () => {
  await comesIn(FIRST)
  await comesIn(SECOND)
  await turnTo(FIRST)
  await turnTo(SECOND)
  await keepReopened(/** @type {any} */ ({ ...(await sessionOf(FIRST)) }))
  assert.deepEqual([await whoIsIn(), await whoseCookie()], [SECOND, FIRST])
})

test("a phone from before there were two trips has the cookie of whoever is in", async () => {
  await inStore((store) => store.put("current", { name: "user", user: FIRST }))
  assert.equal(await whoseCookie(), FIRST)
})

test("a trip with an envelope in hand is another trip; one that is done is none", async () => {
  await comesIn(FIRST)
  await comesIn(SECOND)
  await hasRound(FIRST, [aParcel({ status: "delivered" })])
  assert.deepEqual(await otherTrips(SECOND), [])
  await hasRound(FIRST, [aParcel()])
  assert.deepEqual(
    (await otherTrips(SECOND)).map(({ user }) => user),
    [FIRST],
  )
})

test("an unfinished form is something that is open, although its package left the round", async () => {
  await comesIn(FIRST)
  await hasRound(FIRST, [])
  await keepDraft(newDraft(FIRST, "P1", "delivered"))
  const { open, forms } = await openIn(FIRST)
  assert.deepEqual([open, forms], [[], 1])
})

test("trips are told apart by office and by when they were taken over, the last one first", async () => {
  await comesIn(FIRST)
  await comesIn(SECOND, "trip", "2026-11-23T02:00:00.000Z")
  await comesIn("third")
  await Promise.all([hasRound(FIRST, [aParcel()]), hasRound(SECOND, [aParcel()])])
  assert.deepEqual(
    (await otherTrips("third")).map(({ office, since }) => [office, since]),
    [
      [OFFICE.name, "2026-11-23T02:00:00.000Z"],
      [OFFICE.name, MORNING],
    ],
  )
})

test("coming in again does not make a trip a later one", async () => {
  await comesIn(FIRST)
  await comesIn(FIRST, "trip", "2026-11-23T05:00:00.000Z")
  assert.equal((await openIn(FIRST)).since, MORNING)
})

test("an account is never another trip: its password leads back", async () => {
  await comesIn(POSTMAN, "account")
  await comesIn(FIRST)
  await hasRound(POSTMAN, [aParcel()])
  assert.deepEqual(await otherTrips(FIRST), [])
})

/** @param {string} user */
const leaves = (user) => turnTo(user).then(() => signOut(async () => new Response(null, { status: 204 })))

test("a draft that another tab began while its courier was leaving keeps him in", async () => {
  await comesIn(FIRST)
  await keepDraft(newDraft(FIRST, "P1", "delivered"))
  assert.deepEqual([await leaves(FIRST), await whoIsIn()], [false, FIRST])
})

test("whoever is kept in is not signed out at the server either: without a key he could not come in again", async () => {
  await comesIn(FIRST)
  await keepDraft(newDraft(FIRST, "P1", "delivered"))
  const { heard, send } = aServer(FIRST)
  await signOut(send)
  assert.deepEqual(heard, [])
})

test("a proof that another tab finished while its courier was leaving keeps him in", async () => {
  await comesIn(FIRST)
  await waits(aRow({ user: FIRST }))
  assert.deepEqual([await leaves(FIRST), await whoIsIn()], [false, FIRST])
})

test("whoever has nothing open leaves, whatever another has", async () => {
  await comesIn(POSTMAN, "account")
  await keepDraft(newDraft(POSTMAN, "P1", "delivered"))
  await comesIn(FIRST)
  assert.deepEqual([await leaves(FIRST), await whoIsIn()], [true, null])
})

test("a form that a second tab went on with after its trip was left is shown in the next trip", async () => {
  await comesIn(FIRST)
  await leaves(FIRST)
  await keepDraft(newDraft(FIRST, "P1", "delivered"))
  await comesIn(SECOND)
  assert.deepEqual(
    (await otherTrips(SECOND)).map(({ user, forms }) => [user, forms]),
    [[FIRST, 1]],
  )
})

test("a trip that was left is no other trip, whatever its round says", async () => {
  await comesIn(FIRST)
  await hasRound(FIRST, [aParcel()])
  await leaves(FIRST)
  await comesIn(SECOND)
  assert.deepEqual(await otherTrips(SECOND), [])
})

test("an envelope of another trip is known by its label and by its number", async () => {
  await comesIn(FIRST)
  await comesIn(SECOND)
  const parcel = aParcel()
  await hasRound(FIRST, [parcel])
  for (const id of [parcel.pkg, parcel.alias]) assert.equal((await tripOf(id, SECOND))?.trip.user, FIRST)
  assert.equal(await tripOf("NO-SUCH-LABEL", SECOND), null)
})

test("no cookie goes with a pass, nor with the question for one", async () => {
  await hasKey(FIRST)
  const office = aServer(FIRST)
  const { line } = await newLine(FIRST, office.send)
  await line?.("/kurir/api/proofs/x", { method: "PUT", headers: { Accept: "a" } })
  assert.deepEqual(new Set(office.heard.map(({ credentials }) => credentials)), new Set(["omit"]))
  assert.equal(office.heard.at(-1)?.pass, "Bearer pass-1")
})

test("one pass serves for all that a trip left, until it is of no use", async () => {
  await hasKey(FIRST)
  const office = aServer(FIRST)
  await newLine(FIRST, office.send)
  await lineOf(FIRST, office.send)
  assert.equal(office.asked("/passes"), 1)
  await newLine(FIRST, office.send)
  assert.equal(office.asked("/passes"), 2)
})

test("a pass for somebody else is none", async () => {
  await hasKey(FIRST)
  assert.equal((await newLine(FIRST, aServer(SECOND).send)).line, null)
})

test("a trip of which the server takes nothing more is refused, and no answer is no refusal", async () => {
  await hasKey(FIRST)
  assert.equal((await newLine(FIRST, aServer(FIRST, { status: 401 }).send)).answer, "refused")
  const dead = /** @type {typeof fetch} */ (async () => Promise.reject(new TypeError("no line")))
  assert.equal((await newLine(FIRST, dead)).answer, "unreachable")
})

test("without a key there is no pass", async () => {
  assert.equal((await newLine(SECOND, aServer(SECOND).send)).answer, "refused")
})
