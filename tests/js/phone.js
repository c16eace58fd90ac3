/** Test objects in the courier's language: parcels, acts, rows, a server that answers as told. */
import "fake-indexeddb/auto"
import { closeStore } from "../../static/js/courier/store.js"
import { IDBFactory } from "fake-indexeddb"

/** A phone fresh from the shop. */
export async function newPhone() {
  await closeStore()
  globalThis.indexedDB = new IDBFactory()
}

export const USER = "5b0f1a52-6f0e-4c1e-9a1c-0d1f2e3a4b5c"
export const PKG = "7K2M9QX4T1B8ZC3DA"

/** @param {Partial<import("../../static/js/courier/types.js").PackageOut>} [changes] */
export function aParcel(changes = {}) {
  return {
    pkg: PKG,
    alias: "SX473124829ID",
    status: "picked_up",
    attempt: 1,
    recipient: { name: "Siti Aminah", address: "Jl. Merdeka 1, Semarang", phone: null, note: null },
    place: null,
    fee: { free: true, amount: 0 },
    policy: { id: "a-self-or-kk", version: 1 },
    ...changes,
  }
}

/** @type {import("../../static/js/courier/types.js").Answers} */
export const ANSWERS = {
  checks: { mask: true },
  id_check: "match",
  id_check_reason: null,
  signature_status: "signed",
  claim_code: null,
}

/** @param {Partial<import("../../static/js/courier/types.js").Act>} [changes] @returns {import("../../static/js/courier/types.js").Act} */
export function anAct(changes = {}) {
  return {
    proof: crypto.randomUUID(),
    user: USER,
    parcel: aParcel(),
    outcome: "delivered",
    reason: null,
    attempt: 1,
    recipient: { name: "Siti Aminah", rel: "self" },
    contactless: { mode: "direct", method: "courier_phone_sign" },
    answers: ANSWERS,
    parts: [],
    ...changes,
  }
}

/** @param {Partial<import("../../static/js/courier/types.js").WaitingRow>} [changes] @returns {import("../../static/js/courier/types.js").WaitingRow} */
export function aRow(changes = {}) {
  return {
    ...{ proof: crypto.randomUUID(), user: USER, pkg: PKG, alias: "SX473124829ID", name: "Siti Aminah" },
    ...{
      outcome: "delivered",
      reason: null,
      order: 1,
      state: "waiting",
      body: "a.b.c",
      type: "application/jose",
    },
    ...{
      mh: "aa",
      jh: "bb",
      kid: "k",
      parts: [],
      frozen_at: "2026-11-23T01:00:00.000Z",
      tries: 0,
      last: null,
    },
    ...changes,
  }
}

/** @param {string} text @param {"photo" | "signature"} [kind] @returns {Promise<import("../../static/js/courier/types.js").Part>} */
export async function aPart(text, kind = "photo") {
  const { sha256, utf8 } = await import("../../static/js/courier/jws.js")
  const data = utf8(text).buffer
  return {
    kind,
    sha256: await sha256(data),
    bytes: data.byteLength,
    type: "image/jpeg",
    width: 1280,
    height: 720,
    data,
  }
}

/** Locks of one page: first come, first served, or none when taken. */
export function pageLocks() {
  /** @type {Set<string>} */
  const held = new Set()
  const request = async (
    /** @type {string} */ name,
    /** @type {any} */ options,
    /** @type {any} */ work = options,
  ) => {
    if (held.has(name)) return work(null)
    held.add(name)
    return Promise.resolve(work({ name })).finally(() => held.delete(name))
  }
  return /** @type {Pick<LockManager, "request">} */ ({ request })
}

/** The server's acknowledgement key and its bytes for a row. */
export async function anOffice() {
  const { sign, utf8 } = await import("../../static/js/courier/jws.js")
  const keys = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, [
    "sign",
    "verify",
  ])
  const { x = "", y = "" } = await crypto.subtle.exportKey("jwk", keys.publicKey)
  const acknowledge = (
    /** @type {import("../../static/js/courier/types.js").WaitingRow} */ row,
    /** @type {object} */ changes = {},
  ) => {
    const said = {
      proof: row.proof,
      mh: row.mh,
      jh: row.jh,
      parts: row.parts.map(({ sha256 }) => sha256),
      index: 7,
    }
    const more = { received_at: "2026-11-23T01:00:00.000Z", verdict: "accepted", reason: null }
    return sign(
      { alg: "ES256", kid: "office", typ: "pod-ack+jws" },
      utf8(JSON.stringify({ ...said, ...more, ...changes })),
      keys.privateKey,
    )
  }
  return { ackKey: /** @type {const} */ ({ kty: "EC", crv: "P-256", x, y }), acknowledge }
}

/** Ink on a pad of 300 × 100 CSS pixels. @param {number} [points] @param {number} [step] CSS pixels between two points */
export function anInk(points = 20, step = 10) {
  const line = Array.from({ length: points }, (_, i) => [i * step, 50])
  return { width: 300, height: 100, strokes: [line.flat()] }
}
