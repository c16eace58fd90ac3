import assert from "node:assert/strict"
import { test } from "node:test"
import { ed25519 } from "../../../static/js/citizen/ed25519.js"

const { privateKey, publicKey } = /** @type {CryptoKeyPair} */ (
  await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])
)
const words = new TextEncoder().encode("surat sampai")
const key = new Uint8Array(await crypto.subtle.exportKey("raw", publicKey))
const signature = new Uint8Array(await crypto.subtle.sign("Ed25519", privateKey, words))

/** @param {import("../../../static/js/citizen/ed25519.js").Verify} verify */
async function judges(verify) {
  assert.equal(await verify(signature, words, key), true)
  for (const at of [0, 31, 32, 63]) {
    const changed = signature.slice()
    changed[at] = (changed[at] ?? 0) ^ 1
    assert.equal(await verify(changed, words, key), false, `byte ${at}`)
  }
}

test("the browser's own Ed25519 accepts the honest signature only", async () => judges(await ed25519()))

test("where the browser has none, the library says the same", async (context) => {
  context.mock.method(crypto.subtle, "importKey", () =>
    Promise.reject(new DOMException("", "NotSupportedError")),
  )
  const again = "../../../static/js/citizen/ed25519.js?an-old-browser"
  const module = /** @type {typeof import("../../../static/js/citizen/ed25519.js")} */ (await import(again))
  await judges(await module.ed25519())
})
