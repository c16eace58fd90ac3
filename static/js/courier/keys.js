/** The device's signing key: made here, never leaves, in a row of its own (evidence.md 2.3). */
import { importPublic, sign, thumbprint, utf8, verified } from "./jws.js"
import { inStore, strictly } from "./store.js"

/** @typedef {import("./types.js").DeviceRow} DeviceRow */

const P256 = { name: "ECDSA", namedCurve: "P-256" }

/** This browser cannot keep a key; capture goes on unsigned. */
export class KeyNotKept extends Error {}

/** @param {string} user @returns {Promise<DeviceRow | null>} the stored key, if it is there */
export async function storedKey(user) {
  const row = await inStore((store) => store.get("devices", user)).catch(() => null)
  return row?.keys?.privateKey ? row : null
}

/**
 * The user's key on this phone, made on the first call: generate, store, read back, sign, verify.
 * @param {string} user @returns {Promise<DeviceRow>} @throws {KeyNotKept}
 */
export async function provenKey(user) {
  const row = (await storedKey(user)) ?? (await makeKey(user))
  if (!(await signsAndVerifies(row))) throw new KeyNotKept("key does not sign")
  return row
}

/** @param {string} user */
async function makeKey(user) {
  try {
    await keepKey(await freshRow(user))
  } catch (error) {
    throw new KeyNotKept(String(error))
  }
  const row = await storedKey(user)
  if (!row) throw new KeyNotKept("key did not come back")
  return row
}

/** @param {string} user @returns {Promise<DeviceRow>} */
async function freshRow(user) {
  const keys = await crypto.subtle.generateKey(P256, false, ["sign", "verify"])
  const { x = "", y = "" } = await crypto.subtle.exportKey("jwk", keys.publicKey)
  /** @type {import("./types.js").PublicJwk} */
  const jwk = { crv: "P-256", kty: "EC", x, y }
  return { user, kid: await thumbprint(jwk), jwk, keys, enrolled: false }
}

/** @param {DeviceRow} row */
export async function keepKey(row) {
  await strictly(["devices"], (tx) => tx.objectStore("devices").put(row))
}

/** @param {DeviceRow} row */
async function signsAndVerifies(row) {
  const probe = await sign(
    { alg: "ES256", typ: "probe" },
    utf8(`{"n":"${crypto.randomUUID()}"}`),
    row.keys.privateKey,
  ).catch(() => "")
  return (await verified(probe, "probe", await importPublic(row.jwk))) !== null
}
