/** The phone's database, opened on use and reopened once when it died in the background; and word of what changed in it. */
import { openDB } from "../../vendor/idb/index.js"

/**
 * @typedef {import("./types.js").WaitingRow} WaitingRow
 * @typedef {object} Schema
 * @property {{ key: string, value: { name: string, user: string | null } }} current  Who is signed in on this phone.
 * @property {{ key: string, value: import("./types.js").SessionOut & { user: string, open: boolean, revoked?: string, left?: boolean, owes?: boolean, since?: string } }} sessions
 * @property {{ key: string, value: import("./types.js").DeviceRow }} devices
 * @property {{ key: string, value: import("./types.js").Counter & { kid: string } }} counters
 * @property {{ key: string, value: { user: string, etag: string | null, round: import("./types.js").RoundOut, stored_at: string, heard: number, in_bag?: { pkg: string, alias: string }[] } }} rounds
 * @property {{ key: string, value: import("./types.js").Draft }} drafts
 * @property {{ key: string, value: WaitingRow }} waiting
 * @property {{ key: string, value: import("./types.js").SentRow }} sent
 * @property {{ key: [string, string], value: import("./types.js").StoredPart }} parts
 *
 * @typedef {import("../../vendor/idb/index.js").IDBPDatabase<Schema>} Store
 * @typedef {import("../../vendor/idb/index.js").IDBPTransaction<Schema, (keyof Schema)[], "versionchange">} Upgrade
 */

const NAME = "kurir"
const BLOCKED_MS = 3_000
const CALM_MS = 100
const KEYS = /** @type {const} */ ({
  current: "name",
  sessions: "user",
  devices: "user",
  counters: "kid",
  rounds: "user",
  drafts: "proof",
  waiting: "proof",
  sent: "proof",
  parts: ["proof", "sha256"],
})
/** Counts the acknowledgements, beside the counters of keys and queue. */
export const ANSWERS = "answers"
const STRICT = /** @type {const} */ ({ durability: "strict" })
/** One step a version, oldest first. A step adds; it never drops or rewrites what waits. @type {((store: Store, tx: Upgrade) => void | Promise<void>)[]} */
const STEPS = [firstStores, numberAnswers]
/** What a database says when its connection died in the background, WebKit's words included. */
const DEAD = new Set(["InvalidStateError", "UnknownError", "AbortError"])

/** @type {Promise<Store> | null} */
let connection = null

/**
 * Run `work` with an open database. A dead connection is reopened and the work tried once more; then the caller is told.
 * @template T @param {(store: Store) => Promise<T>} work @returns {Promise<T>}
 */
export async function inStore(work) {
  try {
    return await work(await opened())
  } catch (error) {
    if (!(error instanceof DOMException) || !DEAD.has(error.name)) throw error
    await closeStore().catch(() => undefined)
    return work(await opened())
  }
}

/**
 * One strict transaction: all of `write`, or nothing. A put that throws on the way takes the earlier ones back with it.
 * @template {(keyof Schema)[]} N @param {N} names
 * @param {(tx: import("../../vendor/idb/index.js").IDBPTransaction<Schema, N, "readwrite">) => Promise<unknown>} write
 */
export function strictly(names, write) {
  return inStore(async (store) => {
    const tx = store.transaction(names, "readwrite", STRICT)
    await Promise.all([write(tx).catch((error) => takeBack(tx, error)), tx.done])
  })
}

/** @param {{ abort(): void, done: Promise<void>, error: DOMException | null }} tx @param {unknown} error @returns {never} */
function takeBack(tx, error) {
  tx.done.catch(() => undefined)
  try {
    tx.abort()
  } catch {
    // It has aborted by itself, as over quota.
  }
  throw tx.error ?? error
}

export async function closeStore() {
  const closing = connection
  connection = null
  ;(await closing)?.close()
}

function opened() {
  connection ??= open().catch((error) => {
    connection = null
    throw error
  })
  return connection
}

/** Waiting for another tab has no end of its own: after some seconds there are words. @returns {Promise<Store>} */
async function open() {
  /** @type {unknown} */
  let waiting = null
  try {
    return await openDB(NAME, STEPS.length, {
      upgrade: (store, from, _to, tx) => void climb(store, from, tx).catch(() => tx.abort()),
      blocked: () => (waiting = setTimeout(() => tell("kurir-blocked"), BLOCKED_MS)),
      blocking: makeWay,
      terminated: forget,
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === "VersionError") tell("kurir-outdated")
    throw error
  } finally {
    clearTimeout(/** @type {any} */ (waiting))
  }
}

/** @param {Store} store @param {number} from @param {Upgrade} tx */
async function climb(store, from, tx) {
  for (const step of STEPS.slice(from)) await step(store, tx)
}

/** @param {Store} store */
function firstStores(store) {
  for (const [name, keyPath] of Object.entries(KEYS)) {
    store.createObjectStore(/** @type {keyof typeof KEYS} */ (name), {
      keyPath: /** @type {string | string[]} */ (keyPath),
    })
  }
}

/**
 * Answers and rounds get numbers (decision 0055). Of those that are here nothing but this phone's clock tells which came
 * first: it is believed this once. @param {Store} _store @param {Upgrade} tx
 */
async function numberAnswers(_store, tx) {
  const [sent, rounds] = [tx.objectStore("sent"), tx.objectStore("rounds")]
  const rows = (await sent.getAll()).sort((a, b) => (a.sent_at < b.sent_at ? -1 : 1))
  for (const [i, row] of rows.entries()) await sent.put({ ...row, heard: i + 1 })
  for (const row of await rounds.getAll())
    await rounds.put({ ...row, heard: rows.filter(({ sent_at }) => sent_at <= row.stored_at).length })
  if (rows.length) await tx.objectStore("counters").put({ kid: ANSWERS, seq: rows.length, prev: null })
}

function makeWay() {
  void closeStore()
  tell("kurir-outdated")
}

function forget() {
  connection = null
}

/** @param {string} event */
function tell(event) {
  globalThis.dispatchEvent?.(new Event(event))
}

/** @typedef {"outbox" | "drafts" | "round" | "session" | "sending" | "shell" | "ready" | "loss"} Topic */

const here = new EventTarget()
const elsewhere = new EventTarget()
const others = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("kurir")
if (others) {
  others.onmessage = ({ data }) => {
    here.dispatchEvent(new Event(data))
    elsewhere.dispatchEvent(new Event(data))
  }
  if ("unref" in others) /** @type {{ unref(): void }} */ (/** @type {unknown} */ (others)).unref()
}

/** @param {Topic} topic */
export function announce(topic) {
  here.dispatchEvent(new Event(topic))
  others?.postMessage(topic)
}

/** @param {Topic[]} topics @param {() => void} listener @returns {() => void} stop listening */
export function onChange(topics, listener) {
  for (const topic of topics) here.addEventListener(topic, listener)
  return () => topics.forEach((topic) => here.removeEventListener(topic, listener))
}

/** Only what other tabs did. @param {Topic[]} topics @param {() => void} listener @returns {() => void} stop listening */
export function onChangeElsewhere(topics, listener) {
  for (const topic of topics) elsewhere.addEventListener(topic, listener)
  return () => topics.forEach((topic) => elsewhere.removeEventListener(topic, listener))
}

/** Many changes at once, as while a long queue is sent, are followed once; the last one always is. @param {() => void} work @returns {() => void} */
export function calmly(work) {
  let due = false
  return () => {
    if (due) return
    due = true
    setTimeout(() => ((due = false), work()), CALM_MS)
  }
}
