import assert from "node:assert/strict"
import { test } from "node:test"
import { manifestBytes, manifestOf } from "../../static/js/courier/manifest.js"
import { gpsOf } from "../../static/js/courier/place.js"
import { anAct, aPart } from "./phone.js"

const FRAME = {
  captured_at: "2026-11-23T01:02:03.004Z",
  mono_ms: null,
  offset_ms: null,
  gps: { none: /** @type {const} */ ("denied") },
  last: { seq: 0, prev: null },
  app: "0.1.0+abc",
  unsigned: null,
}
const SALT = new Uint8Array(16)
const PROOF = "8b6f1d1e-2a5c-4f9f-9e0b-1a7f0a1f2c3d"

test("the manifest's bytes are exactly these", async () => {
  const part = await aPart("a picture")
  const bytes = manifestBytes(manifestOf(anAct({ proof: PROOF, parts: [part] }), FRAME, SALT))
  assert.equal(
    new TextDecoder().decode(bytes),
    '{"v":1,"typ":"pod-capture","salt":"AAAAAAAAAAAAAAAAAAAAAA","proof":"8b6f1d1e-2a5c-4f9f-9e0b-1a7f0a1f2c3d",' +
      '"pkg":"7K2M9QX4T1B8ZC3DA","attempt":1,"outcome":"delivered","reason":null,"captured_at":"2026-11-23T01:02:03.004Z",' +
      '"mono_ms":null,"offset_ms":null,"gps":{"none":"denied"},"recipient":{"name":"Siti Aminah","rel":"self"},' +
      '"contactless":{"mode":"direct","method":"courier_phone_sign"},"policy":{"id":"a-self-or-kk","version":1,' +
      '"answers":{"checks":{"mask":true},"id_check":"match","id_check_reason":null,"signature_status":"signed","claim_code":null}},' +
      `"media":[{"kind":"photo","sha256":"${part.sha256}","bytes":9,"type":"image/jpeg","width":1280,"height":720}],` +
      '"seen":null,"seq":1,"prev":null,"app":"0.1.0+abc"}',
  )
})

test("the bytes of a picture never travel inside the manifest", async () => {
  const manifest = manifestOf(anAct({ parts: [await aPart("secret")] }), FRAME)
  assert.equal("data" in (manifest.media[0] ?? {}), false)
})

test("the next manifest counts on and names the one before", () => {
  const { seq, prev } = manifestOf(anAct(), { ...FRAME, last: { seq: 41, prev: "ab" } })
  assert.deepEqual({ seq, prev }, { seq: 42, prev: "ab" })
})

test("only an unsigned manifest has the member unsigned", () => {
  assert.equal("unsigned" in manifestOf(anAct(), FRAME), false)
  assert.equal(manifestOf(anAct(), { ...FRAME, unsigned: "no_key" }).unsigned, "no_key")
})

test("two manifests of one act differ by their salt", () => {
  const act = anAct()
  assert.notEqual(manifestOf(act, FRAME).salt, manifestOf(act, FRAME).salt)
})

test("a fix is degrees times ten million and metres rounded up", () => {
  const fix = {
    coords: { latitude: -6.98234567, longitude: 110.4123456, accuracy: 12.1 },
    timestamp: 1764000000000,
  }
  assert.deepEqual(gpsOf(fix, "timeout", 1764000001000), {
    lat_e7: -69823457,
    lon_e7: 1104123456,
    acc_m: 13,
    fix_at: "2025-11-24T16:00:00.000Z",
  })
})

test("an old fix and a missing fix are recorded values", () => {
  const fix = { coords: { latitude: 0, longitude: 0, accuracy: 1 }, timestamp: 1764000000000 }
  assert.deepEqual(gpsOf(fix, "timeout", 1764000000000 + 600_001), { none: "stale" })
  assert.deepEqual(gpsOf(null, "denied", 0), { none: "denied" })
})
