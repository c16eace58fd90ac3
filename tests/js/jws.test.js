import assert from "node:assert/strict"
import { test } from "node:test"
import {
  b64u,
  fromB64u,
  importPublic,
  sha256,
  sign,
  thumbprint,
  utf8,
  verified,
} from "../../static/js/courier/jws.js"

/** Test key and JWS of evidence.md, section 7. */
const JWK = /** @type {const} */ ({
  kty: "EC",
  crv: "P-256",
  x: "039VDyTec-7trO4HP_zkh68s5Cx0tzRVRT98lF--ihM",
  y: "B1Kkj3EV2umaPhCNuRYpE2_a-a2H7zlsm8nuwqCt2a0",
})
const VECTOR =
  "eyJhbGciOiJFUzI1NiIsImtpZCI6IlNjTHVwVWxXY0toNEc4SnRzTmw4dVFtb19RUjJjTksxV0JrRVgyS3phdkUiLCJ0eXAiOiJwb2QrandzIn0.eyJ2IjoxLCJwcm9vZiI6IjhiNmYxZDFlLTJhNWMtNGY5Zi05ZTBiLTFhN2YwYTFmMmMzZCJ9.9b3Xe7ZWkCU3tyICcDeBK88lBRibp-5SjSNAjNGbB5b9oa40TT4ssROYWGbIUCo_SJ1l4y6O30CDxybfpaKHOA"

const keyPair = () =>
  crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"])

test("the thumbprint of the test key", async () => {
  assert.equal(await thumbprint(JWK), "ScLupUlWcKh4G8JtsNl8uQmo_QR2cNK1WBkEX2KzavE")
})

test("the JWS of the test vector is verified", async () => {
  assert.deepEqual(await verified(VECTOR, "pod+jws", await importPublic(JWK)), {
    v: 1,
    proof: "8b6f1d1e-2a5c-4f9f-9e0b-1a7f0a1f2c3d",
  })
})

test("the digest of the test vector's manifest", async () => {
  assert.equal(
    await sha256(fromB64u(VECTOR.split(".")[1] ?? "")),
    "61e87784f57c1f4c171f5ecaa9441cb852a771ccdf5877ad8fa1723486839b32",
  )
})

test("the header has three members in the agreed order and the signature 64 bytes", async () => {
  const { privateKey } = await keyPair()
  const [header = "", payload = "", signature = ""] = (
    await sign({ alg: "ES256", kid: "k", typ: "pod+jws" }, utf8("{}"), privateKey)
  ).split(".")
  assert.equal(new TextDecoder().decode(fromB64u(header)), '{"alg":"ES256","kid":"k","typ":"pod+jws"}')
  assert.equal(payload, b64u(utf8("{}")))
  assert.equal(fromB64u(signature).length, 64)
})

/** @type {[string, (text: string) => string][]} */
const SPOILT = [
  ["one changed character of the payload", (text) => text.replace(".eyJ2", ".eyJ3")],
  ["padding", (text) => `${text}=`],
  ["a fourth piece", (text) => `${text}.AA`],
  ["no signature", (text) => text.slice(0, text.lastIndexOf(".") + 1)],
  ["another last character of the same signature", (text) => `${text.slice(0, -1)}B`],
  ["a web page", () => "<!doctype html>"],
]

for (const [what, spoil] of SPOILT) {
  test(`not verified: ${what}`, async () => {
    assert.equal(await verified(spoil(VECTOR), "pod+jws", await importPublic(JWK)), null)
  })
}

test("a type is valid at one place only", async () => {
  assert.equal(await verified(VECTOR, "pod-ack+jws", await importPublic(JWK)), null)
})

test("algorithm none is not an algorithm", async () => {
  const text = `${b64u(utf8('{"alg":"none","typ":"pod+jws"}'))}.${VECTOR.split(".")[1]}.`
  assert.equal(await verified(text, "pod+jws", await importPublic(JWK)), null)
})
