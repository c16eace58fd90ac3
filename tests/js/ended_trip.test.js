/** The office takes a trip back while its driver is in another: the phone hears of it, and knows each envelope still in the bag by its number. */
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { refreshOthers } from "../../static/js/courier/other_rounds.js"
import { keepDraft, newDraft, noteAcknowledged } from "../../static/js/courier/outbox.js"
import { newLine } from "../../static/js/courier/passes.js"
import { emptyPastRounds } from "../../static/js/courier/past.js"
import { refreshRound } from "../../static/js/courier/refresh.js"
import { storedRound } from "../../static/js/courier/round.js"
import { inStore } from "../../static/js/courier/store.js"
import { endedTripOf, openIn, otherTrips, setBagDown } from "../../static/js/courier/trips_here.js"
import { whoseCookie } from "../../static/js/courier/who.js"
import { aParcel, aRow, newPhone } from "./phone.js"
import {
  aServer,
  comesIn,
  FIRST,
  hasKey,
  hasRound,
  json,
  MORNING,
  OFFICE,
  roundOf,
  SECOND,
  signInNeeded,
} from "./trip_phone.js"

const HOUR = 3_600_000
const ENVELOPE = { pkg: "7K2M9QX4T1B8ZC3DA", alias: "SX473124829ID" }

const dead = /** @type {typeof fetch} */ (async () => Promise.reject(new TypeError("no line")))

beforeEach(newPhone)
beforeEach(() => newLine(FIRST, dead)) // a page of its own: no pass at hand

const over = () => json(roundOf(FIRST, [], { over: true }), 200)

/** Two trips, the second one under way; of the first an envelope is in the bag. @param {object} [parcel] */
async function twoTrips(parcel = {}) {
  await comesIn(FIRST)
  await comesIn(SECOND)
  await hasKey(FIRST)
  await hasRound(FIRST, [aParcel(parcel)])
}

test("a trip that the office took back is known to be over without going there", async () => {
  await twoTrips()
  await refreshOthers(SECOND, aServer(FIRST, { rounds: over }).send)
  const [trip] = await otherTrips(SECOND)
  assert.deepEqual([trip?.over, trip?.takenBack, trip?.bag], [true, true, [ENVELOPE]])
})

test("whose cookie it is stays as it was: the other trip was asked about by a pass", async () => {
  await twoTrips()
  const server = aServer(FIRST, { rounds: over })
  await refreshOthers(SECOND, server.send)
  assert.equal(await whoseCookie(), SECOND)
  assert.deepEqual(new Set(server.heard.map(({ credentials }) => credentials)), new Set(["omit"]))
})

test("each refresh costs one question for each other trip, and one pass serves for all", async () => {
  await twoTrips()
  const server = aServer(FIRST, { rounds: () => json(roundOf(FIRST, [aParcel()]), 200) })
  await refreshOthers(SECOND, server.send)
  await refreshOthers(SECOND, server.send)
  assert.ok(server.asked("/round") === 2 && server.asked("/passes") <= 1)
})

test("a pass that ended with its trip is replaced by another, once", async () => {
  await twoTrips()
  const shown = new Set()
  const once = (/** @type {string | null} */ pass) =>
    shown.size || !shown.add(pass) ? over() : signInNeeded()
  await refreshOthers(SECOND, aServer(FIRST, { rounds: once }).send)
  assert.equal((await openIn(FIRST)).over, true)
})

test("what is over, done or an account's is not asked about", async () => {
  await comesIn("postman", "account")
  await twoTrips()
  await hasRound("postman", [aParcel()])
  await refreshOthers(SECOND, aServer(FIRST, { rounds: over }).send)
  const server = aServer(FIRST)
  await refreshOthers(SECOND, server.send)
  await hasRound(FIRST, [aParcel({ status: "delivered" })])
  await refreshOthers(SECOND, server.send)
  assert.deepEqual(server.heard, [])
})

test("without an answer everything stays as it was", async () => {
  await twoTrips()
  await refreshOthers(SECOND, dead)
  assert.equal((await openIn(FIRST)).open.length, 1)
})

test("of whoever the envelopes are for nothing stays when the trip is over", async () => {
  await twoTrips()
  await refreshRound(FIRST, async () => over())
  const kept = JSON.stringify(await storedRound(FIRST))
  assert.ok(!/Siti|Merdeka|recipient/.test(kept) && kept.includes(ENVELOPE.pkg))
})

for (const status of ["assigned", "delivered", "returning"])
  test(`an envelope that is ${status} is not in the bag`, async () => {
    await twoTrips({ status })
    await refreshRound(FIRST, async () => over())
    assert.deepEqual((await openIn(FIRST)).bag, [])
  })

test("an envelope handed over on this phone, not sent yet, is not in the bag", async () => {
  await twoTrips()
  await inStore((store) => store.put("waiting", aRow({ user: FIRST, pkg: ENVELOPE.pkg })))
  await refreshRound(FIRST, async () => over())
  assert.deepEqual((await openIn(FIRST)).bag, [])
})

test("the numbers stay when the server tells once more that the trip is over", async () => {
  await twoTrips()
  await refreshRound(FIRST, async () => over())
  await refreshRound(FIRST, async () => over())
  assert.deepEqual((await openIn(FIRST)).bag, [ENVELOPE])
})

test("an envelope whose form is deleted after the end is in the bag by its number", async () => {
  await twoTrips()
  const draft = newDraft(FIRST, ENVELOPE.pkg, "delivered")
  await keepDraft(draft)
  await refreshRound(FIRST, async () => over())
  assert.deepEqual([(await openIn(FIRST)).bag, (await storedRound(FIRST))?.in_bag], [[ENVELOPE], []])
  await inStore((store) => store.delete("drafts", draft.proof))
  await refreshRound(FIRST, async () => over())
  assert.deepEqual((await storedRound(FIRST))?.in_bag, [ENVELOPE])
})

test("an envelope whose form is finished after the end is not in the bag", async () => {
  await twoTrips()
  const draft = newDraft(FIRST, ENVELOPE.pkg, "delivered")
  await keepDraft(draft)
  await refreshRound(FIRST, async () => over())
  await inStore((store) => store.delete("drafts", draft.proof))
  await inStore((store) => store.put("waiting", aRow({ proof: draft.proof, user: FIRST, pkg: ENVELOPE.pkg })))
  await noteAcknowledged(draft.proof, "a.b.c", /** @type {any} */ ({ verdict: "kept_for_review" }))
  await refreshRound(FIRST, async () => over())
  assert.deepEqual((await openIn(FIRST)).bag, [])
})

test("a label of the trip that is over is known from any trip on this phone, by either number", async () => {
  await twoTrips()
  await refreshRound(FIRST, async () => over())
  for (const id of Object.values(ENVELOPE)) {
    const trip = await endedTripOf(id)
    assert.deepEqual([trip?.user, trip?.office], [FIRST, OFFICE.name])
  }
  assert.equal(await endedTripOf("NO-SUCH-LABEL"), null)
})

test("a trip whose time ran out was not taken back", async () => {
  await twoTrips()
  await refreshRound(FIRST, async () =>
    json(roundOf(FIRST, [], { over: true, server_time: "2026-11-23T09:00:01.000Z" }), 200),
  )
  assert.deepEqual([(await openIn(FIRST)).over, (await openIn(FIRST)).takenBack], [true, false])
})

test("a trip of which the phone heard nothing for a day leaves its numbers too, and is asked about", async () => {
  await twoTrips()
  await emptyPastRounds({ device: Date.parse(MORNING) + 40 * HOUR, server: null })
  assert.ok(!JSON.stringify(await storedRound(FIRST)).includes("Siti"))
  assert.deepEqual((await openIn(FIRST)).bag, [ENVELOPE])
  const server = aServer(FIRST, { rounds: over })
  await refreshOthers(SECOND, server.send)
  assert.equal(server.asked("/round"), 1)
})

test("a trip of which the phone heard nothing until long after its end was not taken back: its time is over", async () => {
  await twoTrips()
  await emptyPastRounds({ device: Date.parse(MORNING) + 40 * HOUR, server: null })
  assert.deepEqual([(await openIn(FIRST)).over, (await openIn(FIRST)).takenBack], [true, false])
})

test("a trip that was taken back stays so when its last form leaves the phone", async () => {
  await twoTrips()
  const draft = newDraft(FIRST, ENVELOPE.pkg, "delivered")
  await keepDraft(draft)
  await refreshRound(FIRST, async () => over())
  await inStore((store) => store.delete("drafts", draft.proof))
  await emptyPastRounds({ device: Date.parse(MORNING) + 40 * HOUR, server: null })
  assert.deepEqual([(await openIn(FIRST)).bag, (await openIn(FIRST)).takenBack], [[ENVELOPE], true])
})

test("a postman's day that is over leaves no numbers: his letters come again in the morning", async () => {
  await comesIn("postman", "account")
  await comesIn(SECOND)
  await hasRound("postman", [aParcel()])
  await emptyPastRounds({ device: Date.parse(MORNING) + 40 * HOUR, server: null })
  assert.deepEqual((await openIn("postman")).bag, [])
})

test("an envelope that the office handed out again, under a new label, is not to be brought back", async () => {
  await twoTrips()
  await refreshRound(FIRST, async () => over())
  await hasRound(SECOND, [aParcel({ pkg: "1B8ZC3DA7K2M9QX4T" })])
  assert.deepEqual([await otherTrips(SECOND), (await openIn(FIRST)).bag], [[], []])
})

test("what was handed out again in a trip that is over too is to be brought back", async () => {
  await twoTrips()
  await refreshRound(FIRST, async () => over())
  await hasRound(SECOND, [aParcel()], { over: true })
  assert.deepEqual((await openIn(FIRST)).bag, [ENVELOPE])
})

test("once the envelopes are back at the office the trip is no other trip any more", async () => {
  await twoTrips()
  await refreshRound(FIRST, async () => over())
  await setBagDown(FIRST)
  assert.deepEqual(await otherTrips(SECOND), [])
})
