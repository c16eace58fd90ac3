/** "Selesai": number, sign once and keep, before anything is sent. A save never waits for an upload. */
import { clockFrame } from "./clock.js"
import { sha256, sign, utf8 } from "./jws.js"
import { storedKey } from "./keys.js"
import { manifestBytes, manifestOf } from "./manifest.js"
import { CounterMoved, counterOf, isFinished, keepFrozen } from "./outbox.js"
import { placeNow } from "./place.js"

/**
 * @typedef {import("./types.js").Act} Act
 * @typedef {{ kid: string, last: import("./types.js").Counter }} Numbered
 * @typedef {{ body: string, type: "application/jose" | "application/json", mh: string, jh: string | null, kid: string | null }} Signed
 * @typedef {{ row: Omit<import("./types.js").WaitingRow, "order">, parts: import("./types.js").Part[], numbered: Numbered }} Frozen
 */

/**
 * Freeze an act. Safe to call twice, here and in another tab: whoever comes second finds the first one's row.
 * @param {Act} act @param {string} app version and commit of this build
 * @param {Pick<LockManager, "request">} [locks] @returns {Promise<boolean>} false: it was finished before
 */
export async function freeze(act, app, locks = navigator.locks) {
  return locks.request("kurir-simpan", async () =>
    (await isFinished(act.proof)) ? false : retriedOnce(() => freezeOnce(act, app)),
  )
}

/** @template T @param {() => Promise<T>} work */
async function retriedOnce(work) {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof CounterMoved)) throw error
    return work()
  }
}

/** @param {Act} act @param {string} app */
async function freezeOnce(act, app) {
  const surroundings = { ...clockFrame(), gps: placeNow(), app }
  const { numbered, signed } =
    (await signedManifest(act, surroundings)) ?? (await unsignedManifest(act, surroundings))
  const frozen = { row: rowOf(act, signed, surroundings.captured_at), parts: act.parts, numbered }
  // What could not be kept goes along with the reason: it is in this page's memory alone.
  return keepFrozen(frozen.row, frozen.parts, { ...numbered, since: act.since }).catch((error) => {
    throw Object.assign(error, { frozen })
  })
}

/** @typedef {Omit<import("./manifest.js").Frame, "last" | "unsigned">} Surroundings */

/** @param {Act} act @param {Surroundings} surroundings @returns {Promise<{ numbered: Numbered, signed: Signed } | null>} null: no usable key */
async function signedManifest(act, surroundings) {
  const device = await storedKey(act.user)
  if (!device) return null
  const last = await counterOf(device.kid)
  const bytes = manifestBytes(manifestOf(act, { ...surroundings, last, unsigned: null }))
  const header = { alg: "ES256", kid: device.kid, typ: "pod+jws" }
  const body = await sign(header, bytes, device.keys.privateKey).catch(() => null)
  if (body === null) return null
  const [mh, jh] = await Promise.all([sha256(bytes), sha256(utf8(body))])
  return {
    numbered: { kid: device.kid, last },
    signed: { body, type: "application/jose", mh, jh, kid: device.kid },
  }
}

/** Never `alg: none`, and never a courier who cannot go on. @param {Act} act @param {Surroundings} surroundings */
async function unsignedManifest(act, surroundings) {
  const kid = `unsigned:${act.user}`
  const last = await counterOf(kid)
  const bytes = manifestBytes(manifestOf(act, { ...surroundings, last, unsigned: "no_key" }))
  /** @type {Signed} */
  const signed = {
    body: new TextDecoder().decode(bytes),
    type: "application/json",
    mh: await sha256(bytes),
    jh: null,
    kid: null,
  }
  return { numbered: { kid, last }, signed }
}

/** @param {Act} act @param {Signed} signed @param {string} frozen_at @returns {Omit<import("./types.js").WaitingRow, "order">} */
function rowOf(act, signed, frozen_at) {
  const { pkg, alias, recipient } = act.parcel
  const parts = act.parts.map((part) => ({
    sha256: part.sha256,
    type: part.type,
    bytes: part.bytes,
    kept: false,
  }))
  const shown = { pkg, alias, name: recipient.name, outcome: act.outcome, reason: act.reason }
  return {
    proof: act.proof,
    user: act.user,
    ...shown,
    ...signed,
    parts,
    frozen_at,
    state: "waiting",
    tries: 0,
    last: null,
  }
}
