import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { Sign1 } from "@auth0/cose"
import { fromBase45 } from "../../../static/js/citizen/base45.js"
import { fromHex } from "../../../static/js/citizen/bytes.js"
import { checkReceipt } from "../../../static/js/citizen/receipt.js"

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
const given = JSON.parse(readFileSync(new URL("../../vectors/receipt.json", import.meta.url), "utf8"))
const key = fromHex(given.receiptKey)
const message = /** @type {Uint8Array} */ (fromBase45(given.receipt.slice(5)))

/** @param {Uint8Array} bytes */
function toBase45(bytes) {
  let text = ""
  for (let at = 0; at < bytes.length; at += 2) {
    const pair = bytes.subarray(at, at + 2)
    let value = pair.reduce((sum, byte) => sum * 256 + byte, 0)
    for (let left = pair.length + 1; left > 0; left -= 1) {
      text += ALPHABET[value % 45]
      value = Math.floor(value / 45)
    }
  }
  return text
}

test("a receipt made by the server says in the browser what it says on paper", async () => {
  const verdict = await checkReceipt(given.receipt, key)
  assert.ok("receipt" in verdict)
  assert.deepEqual(
    { ...verdict.receipt, id: "" },
    {
      issuer: "pod.example.go.id",
      issuedAt: 1764000000,
      id: "",
      kind: "KTP-EL",
      outcome: "D",
      office: "33.74",
      mh: given.mh,
      index: given.index,
      relation: "S",
    },
  )
})

test("every single flipped bit is refused", async () => {
  for (let bit = 0; bit < message.length * 8; bit += 1) {
    const changed = message.slice()
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    assert.ok("wrong" in (await checkReceipt(`POD1:${toBase45(changed)}`, key)), `bit ${bit}`)
  }
})

test("a changed letter, a cut and an addition are refused", async () => {
  const text = given.receipt
  for (const other of [
    text.slice(0, -3),
    `${text}00`,
    ` ${text}`,
    text.replace("POD1", "POD2"),
    "",
    "POD1:",
  ]) {
    assert.deepEqual(await checkReceipt(other, key), { wrong: "not-a-receipt" })
  }
})

test("a receipt of another office's key is told apart from a forged one", async () => {
  assert.deepEqual(
    await checkReceipt(
      given.receipt,
      key.map((byte) => byte ^ 1),
    ),
    { wrong: "another-key" },
  )
})

test("a COSE library that is not ours accepts it, and refuses it with another key", async () => {
  const jwk = (/** @type {Uint8Array} */ bytes) => ({
    kty: "OKP",
    crv: "Ed25519",
    x: Buffer.from(bytes).toString("base64url"),
  })
  const own = await crypto.subtle.importKey("jwk", jwk(key), "Ed25519", false, ["verify"])
  const foreign = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])
  const sign1 = Sign1.decode(message.slice())
  await sign1.verify(own)
  await assert.rejects(sign1.verify(/** @type {CryptoKeyPair} */ (foreign).publicKey))
})
