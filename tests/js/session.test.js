/** Coming back with the device key: a wrong clock must not lock a courier out. */
import assert from "node:assert/strict"
import { test } from "node:test"
import "./phone.js"
import { reopen } from "../../static/js/courier/session.js"

const HOUR_MS = 3_600_000

/** @returns {Promise<import("../../static/js/courier/types.js").DeviceRow>} */
async function device() {
  const keys = /** @type {CryptoKeyPair} */ (
    await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"])
  )
  return {
    user: "budi",
    kid: "k".repeat(43),
    jwk: { kty: "EC", crv: "P-256", x: "", y: "" },
    keys,
    enrolled: true,
  }
}

test("a login is dated by the server's clock, however wrong the phone's is", async () => {
  Object.assign(globalThis, { location: { host: "surat.example.go.id" } })
  const serverTime = Date.now() + 9 * HOUR_MS
  /** @type {string[]} */
  const sent = []
  const server = /** @type {typeof fetch} */ (
    async (path, init) => {
      sent.push(String(init?.body))
      const headers = { "Content-Type": "application/json", "Surat-Time": new Date(serverTime).toISOString() }
      const json = String(path).endsWith("/challenges") ? { challenge: "c" } : {}
      return new Response(JSON.stringify(json), { headers })
    }
  )
  await reopen(await device(), server)
  const { exp } = JSON.parse(Buffer.from(sent[1]?.split(".")[1] ?? "", "base64url").toString())
  const left = exp - serverTime / 1_000
  assert.ok(left > 60 && left < 300, `${left} s`)
})
