/** Who signs out with envelopes in the bag is asked first; what is to be brought back stays on the phone. */
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { leaveNumbers, warningTo } from "../../static/js/courier/leaving.js"
import { signOut } from "../../static/js/courier/session.js"
import { otherTrips, setBagDown } from "../../static/js/courier/trips_here.js"
import { currentSession } from "../../static/js/courier/who.js"
import { aParcel, newPhone } from "./phone.js"
import { comesIn, FIRST, hasRound, json, SECOND } from "./trip_phone.js"

const POSTMAN = "33333333-6f0e-4c1e-9a1c-0d1f2e3a4b5c"

beforeEach(newPhone)

const dead = /** @type {typeof fetch} */ (async () => Promise.reject(new TypeError("no line")))
const answers = /** @type {typeof fetch} */ (async () => json({}, 200))
const portal = /** @type {typeof fetch} */ (async () => new Response("<h1>Wi-Fi</h1>"))

/** @param {typeof fetch} [send] */
const asked = async (send = dead) => warningTo(/** @type {any} */ (await currentSession()), send)

test("a driver with packages in hand is asked, with their number", async () => {
  await comesIn(FIRST)
  await hasRound(FIRST, [aParcel(), aParcel({ pkg: "P2", alias: "A2" }), aParcel({ status: "delivered" })])
  assert.deepEqual(await asked(), { words: "leave_in_hand", n: 2, trip: "" })
})

test("a driver who has not taken them over yet is asked too: the QR is used up", async () => {
  await comesIn(FIRST)
  await hasRound(FIRST, [aParcel({ status: "assigned" })])
  assert.deepEqual(await asked(), { words: "leave_to_accept", n: 1, trip: "" })
})

test("a driver who has delivered everything may leave", async () => {
  await comesIn(FIRST)
  await hasRound(FIRST, [aParcel({ status: "delivered" })])
  assert.equal(await asked(), null)
})

test("with two trips on the phone the question says which one", async () => {
  for (const user of [FIRST, SECOND]) {
    await comesIn(user)
    await hasRound(user, [aParcel({ pkg: user, alias: user })])
  }
  assert.match((await asked())?.trip ?? "", /^Disdukcapil Kudus, /)
})

/** The first trip is over, an envelope of it to be brought back; its driver is in it. */
async function anEndedTrip() {
  await comesIn(SECOND)
  await hasRound(SECOND, [aParcel({ pkg: "P2", alias: "A2" })])
  await comesIn(FIRST)
  await hasRound(FIRST, [aParcel()], { over: true })
}

test("in a trip that is over the question is about what is to be brought back", async () => {
  await anEndedTrip()
  const { words, n } = (await asked()) ?? {}
  assert.deepEqual([words, n], ["leave_bag", 1])
})

/** As the button does. @param {string} user */
async function leaves(user) {
  await leaveNumbers(user)
  await signOut(dead)
}

test("the notice of what is to be brought back stays after its driver has left, until it is at the office", async () => {
  await anEndedTrip()
  await leaves(FIRST)
  assert.deepEqual(
    (await otherTrips(SECOND)).map(({ user, bag }) => [user, bag.length]),
    [[FIRST, 1]],
  )
  await hasRound(FIRST, [], { over: true })
  await setBagDown(FIRST)
  assert.deepEqual(await otherTrips(SECOND), [])
})

test("a trip that was left while it went on is no other trip when it ends", async () => {
  await comesIn(FIRST)
  await hasRound(FIRST, [aParcel()])
  await leaves(FIRST)
  await hasRound(FIRST, [aParcel()], { over: true })
  assert.deepEqual(await otherTrips(SECOND), [])
})

test("a postman leaves without a question where there is a line, and is asked where there is none", async () => {
  await comesIn(POSTMAN, "account")
  await hasRound(POSTMAN, [aParcel(), aParcel({ pkg: "P2", alias: "A2", status: "assigned" })])
  assert.equal(await asked(answers), null)
  for (const send of [dead, portal])
    assert.deepEqual(await asked(send), { words: "leave_no_line", n: 1, trip: "" })
})

test("a postman with an empty bag is not asked", async () => {
  await comesIn(POSTMAN, "account")
  await hasRound(POSTMAN, [aParcel({ status: "delivered" })])
  assert.equal(await asked(), null)
})
