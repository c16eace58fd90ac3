import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { exported, fingerprint, inFiles, MOST_BYTES } from "../../static/js/courier/export.js"
import { freeze } from "../../static/js/courier/freeze.js"
import { provenKey } from "../../static/js/courier/keys.js"
import * as outbox from "../../static/js/courier/outbox.js"
import { refreshSession } from "../../static/js/courier/session.js"
import { inStore } from "../../static/js/courier/store.js"
import { whoIsIn } from "../../static/js/courier/who.js"
import { anOfficeKey, opened } from "./office.js"
import { anAct, aPart, aRow, newPhone, USER } from "./phone.js"

const oneByOne = { request: (/** @type {any} */ _name, /** @type {any} */ work) => work() }
const json = (/** @type {{ plain: Uint8Array } | undefined} */ line) =>
  JSON.parse(new TextDecoder().decode(line?.plain))

beforeEach(newPhone)

/** @param {number} [count] proofs with two files each */
async function aQueue(count = 1) {
  for (let n = 0; n < count; n += 1)
    await freeze(
      anAct({ parts: [await aPart(`foto ${n}`), await aPart(`tanda ${n}`, "signature")] }),
      "0.1.0+t",
      oneByOne,
    )
  return outbox.waitingOf(USER)
}

async function anOffice() {
  const { jwk, keys } = await anOfficeKey()
  return { office: { queue_key: jwk, queue_voucher: "siapa.ini.mac" }, key: keys.privateKey }
}

const ports = { partOf: outbox.partOf, app: "0.1.0+t" }

test("the file holds the bytes that the wire would get, and nothing else", async () => {
  await provenKey(USER)
  const [row] = await aQueue()
  const { office, key } = await anOffice()
  const lines = await opened((await exported(row ? [row] : [], office, ports)).file, key)
  assert.deepEqual(
    lines.map(({ header }) => header.cty),
    ["pod-queue+json", "pod-proof+json", "image/jpeg", "image/jpeg"],
  )
  assert.equal(json(lines[1]).body, row?.body)
  assert.deepEqual(
    lines.slice(2).map(({ plain }) => new TextDecoder().decode(plain)),
    ["foto 0", "tanda 0"],
  )
})

test("the list of contents names no person and no address", async () => {
  const { office, key } = await anOffice()
  const { file } = await exported(await aQueue(), office, ports)
  const text = JSON.stringify(json((await opened(file, key))[0]))
  for (const secret of ["Siti", "Aminah", "Merdeka", USER]) assert.ok(!text.includes(secret), secret)
})

test("a signed proof brings no voucher, an unsigned one does", async () => {
  const { office, key } = await anOffice()
  const [unsigned] = await aQueue()
  await provenKey(USER)
  const both = await aQueue()
  const lines = await opened((await exported(both, office, ports)).file, key)
  const records = lines.filter(({ header }) => header.cty === "pod-proof+json").map(json)
  assert.deepEqual(
    records.map(({ voucher }) => voucher),
    ["siapa.ini.mac", null],
  )
  assert.equal(records[0].body, unsigned?.body)
  assert.equal(json(lines[0]).voucher, "siapa.ini.mac")
})

test("exporting takes nothing away and changes nothing", async () => {
  await provenKey(USER)
  const rows = await aQueue(3)
  const { office } = await anOffice()
  const before = await inStore((store) => store.getAll("parts"))
  await exported(rows, office, ports)
  assert.deepEqual(await outbox.waitingOf(USER), rows)
  assert.deepEqual(await inStore((store) => store.getAll("parts")), before)
})

test("only one photo is asked for at a time", async () => {
  await provenKey(USER)
  const rows = await aQueue(4)
  const { office } = await anOffice()
  let open = 0
  let most = 0
  const partOf = async (/** @type {string} */ proof, /** @type {string} */ name) => {
    most = Math.max(most, (open += 1))
    return outbox.partOf(proof, name).finally(() => (open -= 1))
  }
  await exported(rows, office, { ...ports, partOf })
  assert.equal(most, 1)
})

test("a proof whose photo is gone is left out and named; the others are whole", async () => {
  await provenKey(USER)
  const rows = await aQueue(2)
  const lost = rows[0]
  await inStore((store) => store.delete("parts", [lost?.proof ?? "", lost?.parts[0]?.sha256 ?? ""]))
  const { office, key } = await anOffice()
  const made = await exported(rows, office, ports)
  assert.deepEqual(made.left, [lost?.proof])
  const lines = await opened(made.file, key)
  assert.deepEqual(
    json(lines[0]).proofs.map((/** @type {any} */ one) => one.proof),
    [rows[1]?.proof],
  )
  assert.equal(lines.length, 4)
})

test("a photo that changed on the phone is not passed on as evidence", async () => {
  await provenKey(USER)
  const rows = await aQueue()
  const { office } = await anOffice()
  const partOf = async () => ({ ...(await aPart("bukan ini")), proof: "" })
  const made = await exported(rows, office, { ...ports, partOf })
  assert.deepEqual([made.proofs, made.left, made.file.size], [[], [rows[0]?.proof], 0])
})

test("a large queue becomes several files, each small enough to be shared, the oldest first", () => {
  const part = { sha256: "00", type: "image/jpeg", bytes: 200_000, kept: false }
  const rows = Array.from({ length: 400 }, (_, order) => aRow({ order, parts: [part] }))
  const files = inFiles(rows)
  assert.deepEqual(files.flat(), rows)
  assert.equal(files.length, 3)
  for (const file of files) assert.ok(file.length * 200_000 <= MOST_BYTES)
})

test("one proof larger than a file gets a file of its own", () => {
  const part = { sha256: "00", type: "image/jpeg", bytes: 50, kept: false }
  assert.equal(inFiles([aRow({ parts: [part] }), aRow({ parts: [part] })], 10).length, 2)
})

test("the file's name tells a time and nothing of anybody", async () => {
  await provenKey(USER)
  const { office } = await anOffice()
  const now = () => new Date(2026, 10, 4, 9, 5)
  const { file } = await exported(await aQueue(), office, { ...ports, now })
  assert.equal(file.name, "antrean-kurir-20261104-0905.txt")
  assert.equal(file.type, "text/plain")
})

test("a fingerprint is the first 64 bits of the thumbprint", () => {
  const kid = Buffer.from("00ff10a0b1c2d3e4f5061728394a5b6c7d8e9f00112233445566778899aabbcc", "hex").toString(
    "base64url",
  )
  assert.equal(fingerprint(kid), "00ff 10a0 b1c2 d3e4")
})

/** @param {string} user */
const sessionOf = (user) =>
  /** @type {typeof fetch} */ (
    async () =>
      new Response(
        JSON.stringify({
          courier: { id: user, name: "Budi", partner: "pos" },
          ack_key: { x: "x" },
          queue_key: { x: "q" },
          server_time: "2026-11-24T01:00:00.000Z",
        }),
        { headers: { "Content-Type": "application/json" } },
      )
  )

test("a session from before gets the office's key with one line", async () =>
  assert.equal((await refreshSession(USER, sessionOf(USER)))?.queue_key.x, "q"))

test("another courier's session never brings a key, nor takes the phone over", async () => {
  assert.equal(await refreshSession(USER, sessionOf("joko")), null)
  assert.equal(await whoIsIn(), null)
})

test("without a line there is no key, and nothing breaks", async () => {
  const dead = /** @type {typeof fetch} */ (async () => Promise.reject(new TypeError("no network")))
  assert.equal(await refreshSession(USER, dead), null)
})
