/** Libraries that are not ours accept what we sign, and refuse every flipped bit of it. */
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { Sign1 } from "@auth0/cose"
import { compactVerify, importJWK } from "jose"
import { fromBase45 } from "../../static/js/citizen/base45.js"
import { fromHex } from "../../static/js/citizen/bytes.js"
import { b64u, sign, utf8 } from "../../static/js/courier/jws.js"

const given = JSON.parse(readFileSync(new URL("../vectors/receipt.json", import.meta.url), "utf8"))
const message = /** @type {Uint8Array} */ (fromBase45(given.receipt.slice(5)))

/** @param {Uint8Array} bytes @param {number} bit */
function flipped(bytes, bit) {
  const changed = bytes.slice()
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return changed
}

/** Two flips turn the empty map of unsigned headers into something else that is empty. COSE does not sign that byte, and
 * this library does not look at it; our page and the script with openssl do (citizen/receipt.test.js). */
const UNSIGNED_BYTE = 34
const NOT_LOOKED_AT = [UNSIGNED_BYTE * 8 + 5, UNSIGNED_BYTE * 8 + 7]

test("a COSE library refuses a receipt after any flip of a signed bit", async () => {
  const jwk = { kty: "OKP", crv: "Ed25519", x: Buffer.from(fromHex(given.receiptKey)).toString("base64url") }
  const key = await crypto.subtle.importKey("jwk", jwk, "Ed25519", false, ["verify"])
  const survived = []
  for (let bit = 0; bit < message.length * 8; bit += 1) {
    try {
      await Sign1.decode(flipped(message, bit)).verify(key)
      survived.push(bit)
    } catch {
      // refused, as it should be
    }
  }
  assert.deepEqual(survived, NOT_LOOKED_AT)
})

/** A proof as a phone signs it, by the courier's own code; and the public half for the library. */
async function signedByAPhone() {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
    "verify",
  ])
  const header = { alg: "ES256", kid: "k".repeat(43), typ: "pod+jws" }
  const jws = await sign(header, utf8(JSON.stringify({ v: 1, typ: "pod-capture", seq: 7 })), pair.privateKey)
  const jwk = /** @type {import("jose").JWK} */ (await crypto.subtle.exportKey("jwk", pair.publicKey))
  return { jws, key: await importJWK(jwk, "ES256") }
}

test("a JOSE library accepts what the courier's code signed", async () => {
  const { jws, key } = await signedByAPhone()
  const { payload, protectedHeader } = await compactVerify(jws, key, { algorithms: ["ES256"] })
  assert.deepEqual([JSON.parse(new TextDecoder().decode(payload)).seq, protectedHeader.typ], [7, "pod+jws"])
})

for (const [part, name] of ["header", "manifest", "signature"].entries()) {
  test(`a JOSE library refuses it after any flip of a bit of its ${name}`, async () => {
    const { jws, key } = await signedByAPhone()
    const pieces = jws.split(".").map((piece) => new Uint8Array(Buffer.from(piece, "base64url")))
    const whole = /** @type {Uint8Array} */ (pieces[part])
    for (let bit = 0; bit < whole.length * 8; bit += 1) {
      const changed = pieces.map((piece, at) => b64u(at === part ? flipped(piece, bit) : piece)).join(".")
      await assert.rejects(compactVerify(changed, key, { algorithms: ["ES256"] }), `bit ${bit}`)
    }
  })
}
