import assert from "node:assert/strict"
import { test } from "node:test"
import { fromB64u, utf8 } from "../../static/js/courier/jws.js"
import { lockOf, sealed } from "../../static/js/courier/seal.js"
import { anOfficeKey, unsealed } from "./office.js"

test("what was sealed opens with the office's key, byte for byte", async () => {
  const { jwk, keys } = await anOfficeKey()
  const line = await sealed(utf8("foto ☕"), "image/jpeg", await lockOf(jwk))
  const { header, plain } = await unsealed(line, keys.privateKey)
  assert.deepEqual(plain, utf8("foto ☕"))
  assert.deepEqual(
    [header.alg, header.enc, header.typ, header.cty],
    ["ECDH-ES", "A256GCM", "pod-queue+jwe", "image/jpeg"],
  )
})

test("another office's key does not open it", async () => {
  const { jwk } = await anOfficeKey()
  const other = await anOfficeKey()
  const line = await sealed(utf8("foto"), "image/jpeg", await lockOf(jwk))
  await assert.rejects(unsealed(line, other.keys.privateKey))
})

test("no two lines share a key or a nonce", async () => {
  const { jwk } = await anOfficeKey()
  const lock = await lockOf(jwk)
  const lines = await Promise.all([1, 2, 3].map(() => sealed(utf8("foto"), "image/jpeg", lock)))
  const part = (/** @type {number} */ at) => new Set(lines.map((line) => line.split(".")[at]))
  assert.deepEqual([part(0).size, part(2).size, part(3).size], [3, 3, 3])
})

test("a line is five parts of plain letters without a second spelling", async () => {
  const { jwk } = await anOfficeKey()
  const parts = (await sealed(utf8("foto"), "image/jpeg", await lockOf(jwk))).split(".")
  assert.equal(parts.length, 5)
  assert.equal(parts[1], "")
  for (const part of parts) assert.doesNotThrow(() => fromB64u(part))
})
