/** Two trips on one phone: nothing of the earlier one is stranded, and the way back needs no line. */
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { keepKey, provenKey } from "../../static/js/courier/keys.js"
import { keepDraft, newDraft, unsentHere } from "../../static/js/courier/outbox.js"
import { lineOf, newLine } from "../../static/js/courier/passes.js"
import { inStore } from "../../static/js/courier/store.js"
import { openIn, otherTrips, tripOf } from "../../static/js/courier/trips_here.js"
import {
  keepReopened,
  keepSession,
  sessionOf,
  turnTo,
  whoIsIn,
  whoseCookie,
} from "../../static/js/courier/who.js"
import { aParcel, aRow, newPhone } from "./phone.js"

const FIRST = "11111111-6f0e-4c1e-9a1c-0d1f2e3a4b5c"
const SECOND = "22222222-6f0e-4c1e-9a1c-0d1f2e3a4b5c"
const POSTMAN = "33333333-6f0e-4c1e-9a1c-0d1f2e3a4b5c"

beforeEach(newPhone)

/** @param {string} user @param {"trip" | "account"} [kind] */
const comesIn = (user, kind = "trip") =>
  keepSession(
    /** @type {any} */ ({ courier: { id: user }, kind, office: {}, server_time: new Date().toISOString() }),
  )

/** @param {string} user @param {import("../../static/js/courier/types.js").PackageOut[]} packages */
const hasRound = (user, packages) =>
  inStore((store) =>
    store.put(
      "rounds",
      /** @type {any} */ ({ user, etag: null, heard: 0, round: { packages, policies: [] } }),
    ),
  )

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
  assert.deepEqual(await openIn(FIRST), { user: FIRST, open: [], forms: 1 })
})

test("an account is never another trip: its password leads back", async () => {
  await comesIn(POSTMAN, "account")
  await comesIn(FIRST)
  await hasRound(POSTMAN, [aParcel()])
  assert.deepEqual(await otherTrips(FIRST), [])
})

test("an envelope of another trip is known by its label and by its number", async () => {
  await comesIn(FIRST)
  await comesIn(SECOND)
  const parcel = aParcel()
  await hasRound(FIRST, [parcel])
  for (const id of [parcel.pkg, parcel.alias]) assert.equal((await tripOf(id, SECOND))?.trip.user, FIRST)
  assert.equal(await tripOf("NO-SUCH-LABEL", SECOND), null)
})

/** A server that gives passes, and says what it was shown. @param {string} user @param {number} [status] */
function anOffice(user, status = 201) {
  /** @type {{ path: string, pass: string | null, credentials: string | undefined }[]} */
  const heard = []
  const send = /** @type {typeof fetch} */ (
    async (path, init) => {
      const pass = new Headers(init?.headers).get("Authorization")
      heard.push({ path: String(path), pass, credentials: init?.credentials })
      const given = heard.filter((one) => one.path.endsWith("/passes")).length
      if (String(path).endsWith("/challenges")) return json({ challenge: "c" }, 200)
      if (status !== 201) return json({ type: "/problems/sign-in-needed", status }, status, "problem+")
      return json({ pass: `pass-${given}`, courier: { id: user } }, 201)
    }
  )
  return { heard, send }
}

/** @param {object} said @param {number} status @param {string} [kind] */
const json = (said, status, kind = "") =>
  new Response(JSON.stringify(said), { status, headers: { "Content-Type": `application/${kind}json` } })

/** @param {string} user */
async function hasKey(user) {
  Object.assign(globalThis, { location: { host: "surat.example.go.id" } })
  await keepKey({ ...(await provenKey(user)), enrolled: true })
}

test("no cookie goes with a pass, nor with the question for one", async () => {
  await hasKey(FIRST)
  const office = anOffice(FIRST)
  const { line } = await newLine(FIRST, office.send)
  await line?.("/kurir/api/proofs/x", { method: "PUT", headers: { Accept: "a" } })
  assert.deepEqual(new Set(office.heard.map(({ credentials }) => credentials)), new Set(["omit"]))
  assert.equal(office.heard.at(-1)?.pass, "Bearer pass-1")
})

test("one pass serves for all that a trip left, until it is of no use", async () => {
  await hasKey(FIRST)
  const office = anOffice(FIRST)
  await newLine(FIRST, office.send)
  await lineOf(FIRST, office.send)
  const asked = () => office.heard.filter(({ path }) => path.endsWith("/passes")).length
  assert.equal(asked(), 1)
  await newLine(FIRST, office.send)
  assert.equal(asked(), 2)
})

test("a pass for somebody else is none", async () => {
  await hasKey(FIRST)
  assert.equal((await newLine(FIRST, anOffice(SECOND).send)).line, null)
})

test("a trip of which the server takes nothing more is refused, and no answer is no refusal", async () => {
  await hasKey(FIRST)
  assert.equal((await newLine(FIRST, anOffice(FIRST, 401).send)).answer, "refused")
  const dead = /** @type {typeof fetch} */ (async () => Promise.reject(new TypeError("no line")))
  assert.equal((await newLine(FIRST, dead)).answer, "unreachable")
})

test("without a key there is no pass", async () => {
  assert.equal((await newLine(SECOND, anOffice(SECOND).send)).answer, "refused")
})
