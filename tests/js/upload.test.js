import assert from "node:assert/strict"
import { test } from "node:test"
import { upload } from "../../static/js/courier/upload.js"
import { anOffice, aPart, aRow } from "./phone.js"

const JOSE = { "Content-Type": "application/jose" }
const office = await anOffice()
const photo = await aPart("photo")
const ink = await aPart("ink", "signature")
const ROW = aRow({
  parts: [photo, ink].map(({ sha256, type, bytes }) => ({ sha256, type, bytes, kept: false })),
})

/** A server that answers parts rightly and the whole with `answers` in turn, and writes down what it was asked. */
function aServer(/** @type {(() => Promise<Response> | Response)[]} */ ...answers) {
  /** @type {string[]} */
  const asked = []
  const send = async (/** @type {any} */ path, /** @type {any} */ { body }) => {
    asked.push(path)
    if (path.includes("/proofs/")) return /** @type {() => Response} */ (answers.shift())()
    return Response.json({ sha256: path.split("/").pop(), size: body.byteLength }, { status: 201 })
  }
  return { asked, send: /** @type {typeof fetch} */ (/** @type {unknown} */ (send)) }
}

/** @param {typeof fetch} send */
function ports(send) {
  const stored = new Map([photo, ink].map((part) => [part.sha256, { proof: ROW.proof, ...part }]))
  return {
    partOf: async (/** @type {string} */ _proof, /** @type {string} */ name) => stored.get(name),
    notePartKept: async () => {},
    ackKey: office.ackKey,
    send,
  }
}

/** @param {object} [changes] */
const acknowledged = (changes) => async () =>
  new Response(await office.acknowledge(ROW, changes), { status: 201, headers: JOSE })

/** @param {number} status @param {string} code @param {object} [more] */
const problem = (status, code, more) => () =>
  Response.json(
    { type: `/problems/${code}`, title: "", status, detail: "Kalimat.", ...more },
    { status, headers: { "Content-Type": "application/problem+json" } },
  )

test("parts go first, one by one, then the whole", async () => {
  const { asked, send } = aServer(acknowledged())
  assert.equal((await upload(ROW, ports(send))).verdict, "sent")
  assert.deepEqual(asked, [
    `/kurir/api/media/${photo.sha256}`,
    `/kurir/api/media/${ink.sha256}`,
    `/kurir/api/proofs/${ROW.proof}`,
  ])
})

test("parts that are kept already are not sent again", async () => {
  const { asked, send } = aServer(acknowledged())
  await upload({ ...ROW, parts: ROW.parts.map((part) => ({ ...part, kept: true })) }, ports(send))
  assert.deepEqual(asked, [`/kurir/api/proofs/${ROW.proof}`])
})

test("a part that the server lost is sent again, then the whole", async () => {
  const { asked, send } = aServer(problem(409, "evidence-missing", { missing: [ink.sha256] }), acknowledged())
  const row = { ...ROW, parts: ROW.parts.map((part) => ({ ...part, kept: true })) }
  assert.equal((await upload(row, ports(send))).verdict, "sent")
  assert.deepEqual(asked.slice(1), [`/kurir/api/media/${ink.sha256}`, `/kurir/api/proofs/${ROW.proof}`])
})

test("a server that goes on missing parts is asked again later, not for ever now", async () => {
  const missing = problem(409, "evidence-missing", { missing: [ink.sha256] })
  const { asked, send } = aServer(missing, missing)
  assert.equal((await upload(ROW, ports(send))).verdict, "again")
  assert.equal(asked.length, 5)
})

test("a part that is gone from the phone stops its proof loudly and nothing is sent without it", async () => {
  const { asked, send } = aServer()
  const gone = { ...ports(send), partOf: async () => undefined }
  assert.deepEqual([(await upload(ROW, gone)).code, asked.length], ["part-lost", 0])
})

test("a part that is damaged on the phone is not sent", async () => {
  const { send } = aServer()
  const damaged = {
    ...ports(send),
    partOf: async () => ({ proof: ROW.proof, ...photo, data: new ArrayBuffer(5) }),
  }
  assert.equal((await upload(ROW, damaged)).verdict, "park")
})

/** @type {[string, object][]} */
const NOT_MATCHING = [
  ["another proof", { proof: crypto.randomUUID() }],
  ["another manifest", { mh: "cc" }],
  ["another signature", { jh: null }],
  ["a part less", { parts: [photo.sha256] }],
  ["a part more", { parts: [photo.sha256, ink.sha256, "aa"] }],
  ["an unknown verdict", { verdict: "maybe" }],
]

for (const [what, changes] of NOT_MATCHING) {
  test(`an acknowledgement of ${what} is none`, async () => {
    const { send } = aServer(acknowledged(changes))
    assert.equal((await upload(ROW, ports(send))).verdict, "again")
  })
}

test("an acknowledgement signed by somebody else is none", async () => {
  const stranger = await anOffice()
  const { send } = aServer(
    async () => new Response(await stranger.acknowledge(ROW), { status: 201, headers: JOSE }),
  )
  assert.equal((await upload(ROW, ports(send))).verdict, "again")
})

test("our acknowledgement counts on any status", async () => {
  const { send } = aServer(async () => new Response(await office.acknowledge(ROW), { status: 502 }))
  assert.equal((await upload(ROW, ports(send))).verdict, "sent")
})

test("a portal's page with status 200 is not success, for a part or for the whole", async () => {
  const portal = /** @type {typeof fetch} */ (
    async () => new Response("<html>Selamat datang", { headers: { "Content-Type": "text/html" } })
  )
  assert.equal((await upload(ROW, ports(portal))).verdict, "again")
  const { send } = aServer(() => new Response("<html>", { headers: { "Content-Type": "text/html" } }))
  assert.equal((await upload(ROW, ports(send))).verdict, "again")
})

test("a line that breaks is not known, and asked again", async () => {
  const broken = /** @type {typeof fetch} */ (async () => Promise.reject(new TypeError("network")))
  assert.deepEqual(
    [(await upload(ROW, ports(broken))).verdict, (await upload(ROW, ports(broken))).status],
    ["again", 0],
  )
})

test("a refusal of ours brings its sentence along", async () => {
  const { send } = aServer(problem(422, "proof-conflict"))
  const { verdict, code, detail } = await upload(ROW, ports(send))
  assert.deepEqual({ verdict, code, detail }, { verdict: "park", code: "proof-conflict", detail: "Kalimat." })
})

test("Retry-After is heard", async () => {
  const { send } = aServer(() => new Response("", { status: 503, headers: { "Retry-After": "7" } }))
  assert.equal((await upload(ROW, ports(send))).retryAfterMs, 7000)
})
