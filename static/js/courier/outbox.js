/** What this phone has captured: drafts, and frozen proofs until the server has acknowledged them. Nothing here talks to the network. */
import { serverNow } from "./clock.js"
import { announce, ANSWERS, inStore, strictly } from "./store.js"
import { tripsHere } from "./who.js"

/**
 * @typedef {import("./types.js").WaitingRow} WaitingRow
 * @typedef {import("./types.js").SentRow} SentRow
 * @typedef {import("./types.js").Draft} Draft
 */

const QUEUE = "queue"

/** The saved counter moved between reading and writing it: freeze again. */
export class CounterMoved extends Error {}

/** The package was handed over from another tab while this form was open: nothing is signed, and the draft stays. */
export class HandedOver extends Error {
  at = "" // when, by this phone's clock
}

/** Proofs that this tab has finished: what other tabs have to say of them is no news here. @type {Set<string>} */
const finishedHere = new Set()

/** @param {string} proof */
export const isFinishedHere = (proof) => finishedHere.has(proof)

/** @param {string} kid @returns {Promise<import("./types.js").Counter>} */
export async function counterOf(kid) {
  const { seq = 0, prev = null } = (await inStore((store) => store.get("counters", kid))) ?? {}
  return { seq, prev }
}

/**
 * Proof, parts, queue place and device counter in one strict transaction: all of it, or only the draft as before.
 * Nothing is written when the proof was finished before, here or in another tab: a second signature would be another proof.
 * @param {Omit<WaitingRow, "order">} row @param {import("./types.js").Part[]} parts
 * @param {{ kid: string, last: import("./types.js").Counter, since?: number }} counter the one the manifest was made with; `since`: as in Act
 * @returns {Promise<boolean>} false: it was finished before
 */
export async function keepFrozen(row, parts, { kid, last, since }) {
  let kept = false
  await strictly(["waiting", "sent", "parts", "counters", "drafts"], async (tx) => {
    kept = !(await isFinishedIn(tx, row.proof))
    if (!kept) return
    await refuseSecond(tx, row, since ?? Infinity)
    await writeFrozen(tx, { row, parts, kid, last })
  })
  if (kept) finishedHere.add(row.proof)
  announce("outbox")
  return kept
}

/** By number: no clock of this phone has a say. @param {any} tx @param {Omit<WaitingRow, "order">} row @param {number} since */
async function refuseSecond(tx, { user, pkg }, since) {
  const all = await Promise.all(["waiting", "sent"].map((name) => tx.objectStore(name).getAll()))
  const first = /** @type {WaitingRow[]} */ (all.flat()).find(
    (row) => row.order > since && row.outcome === "delivered" && row.user === user && row.pkg === pkg,
  )
  if (first) throw Object.assign(new HandedOver(), { at: first.frozen_at })
}

/** Keys only: no payload is read for it. @param {any} tx over `waiting` and `sent` @param {string} proof @returns {Promise<boolean>} */
export async function isFinishedIn(tx, proof) {
  const keys = await Promise.all(["waiting", "sent"].map((name) => tx.objectStore(name).getKey(proof)))
  return keys.some((key) => key !== undefined)
}

/** Tapped before, in this tab or another. @param {string} proof */
export const isFinished = (proof) =>
  inStore((store) => isFinishedIn(store.transaction(["waiting", "sent"]), proof))

/** @param {any} tx @param {{ row: Omit<WaitingRow, "order">, parts: import("./types.js").Part[], kid: string, last: import("./types.js").Counter }} frozen */
async function writeFrozen(tx, { row, parts, kid, last }) {
  const [queue, mine] = await Promise.all([
    tx.objectStore("counters").get(QUEUE),
    tx.objectStore("counters").get(kid),
  ])
  if ((mine?.seq ?? 0) !== last.seq) throw new CounterMoved()
  const order = (queue?.seq ?? 0) + 1
  const put = async (/** @type {string} */ name, /** @type {object} */ value) =>
    tx.objectStore(name).put(value)
  await Promise.all([
    put("waiting", { ...row, order, kept_at: serverNow() }),
    ...parts.map(({ sha256, type, data }) => put("parts", { proof: row.proof, sha256, type, data })),
    put("counters", { kid: QUEUE, seq: order, prev: null }),
    put("counters", { kid, seq: last.seq + 1, prev: row.mh }),
    tx.objectStore("drafts").delete(row.proof),
  ])
}

/** @param {string} user @returns {Promise<WaitingRow[]>} oldest first */
export async function waitingOf(user) {
  const rows = await inStore((store) => store.getAll("waiting"))
  return rows.filter((row) => row.user === user).sort((a, b) => a.order - b.order)
}

/**
 * What this phone has to send: of whoever is in, and what other trips have left, to which no password leads back. An
 * account's waits for its own courier. Oldest first: a package may have been in two trips.
 * @param {string} user @returns {Promise<WaitingRow[]>}
 */
export async function unsentHere(user) {
  const [rows, trips] = await Promise.all([inStore((store) => store.getAll("waiting")), tripsHere()])
  return rows.filter((row) => row.user === user || trips.has(row.user)).sort((a, b) => a.order - b.order)
}

/** @param {string} user @returns {Promise<SentRow[]>} newest first */
export async function sentOf(user) {
  const rows = await inStore((store) => store.getAll("sent"))
  return rows.filter((row) => row.user === user).sort((a, b) => b.order - a.order)
}

/** Of everybody on this phone. @returns {Promise<{ order: number, waiting: number }>} the last number given, and how many are unsent */
export async function queueCount() {
  const [{ seq }, waiting] = await Promise.all([counterOf(QUEUE), inStore((store) => store.count("waiting"))])
  return { order: seq, waiting }
}

/** How many acknowledgements this phone has had: what a round that is asked for now will know of. */
export const answersHeard = async () => (await counterOf(ANSWERS)).seq

/** @param {string} proof */
export const waitingProof = (proof) => inStore((store) => store.get("waiting", proof))

/** One part at a time: two hundred photos must not sit in memory. @param {string} proof @param {string} sha256 */
export const partOf = (proof, sha256) => inStore((store) => store.get("parts", [proof, sha256]))

/**
 * Rewrite a waiting row, if it is still waiting.
 * @param {string} proof @param {(row: WaitingRow) => WaitingRow} change
 */
export async function changeWaiting(proof, change) {
  await strictly(["waiting"], async (tx) => {
    const row = await tx.objectStore("waiting").get(proof)
    if (row) await tx.objectStore("waiting").put(change(row))
  })
  announce("outbox")
}

/** @param {string} proof @param {string} sha256 */
export const notePartKept = (proof, sha256) => changeWaiting(proof, (row) => withParts(row, [sha256], true))

/** @param {string} proof @param {string[]} missing */
export const notePartsMissing = (proof, missing) =>
  changeWaiting(proof, (row) => withParts(row, missing, false))

/** @param {string} proof @param {import("./types.js").LastError} last */
export const noteTry = (proof, last) =>
  changeWaiting(proof, (row) => ({ ...row, tries: row.tries + 1, last }))

/** Kept and shown as "Perlu perhatian". @param {string} proof @param {import("./types.js").LastError} last */
export const park = (proof, last) =>
  changeWaiting(proof, (row) => ({ ...row, state: "attention", tries: row.tries + 1, last }))

/** A person's tap tries the parked ones again too. @param {string} user */
export async function unparkAll(user) {
  for (const row of await unsentHere(user)) {
    if (row.state === "attention") await changeWaiting(row.proof, (now) => ({ ...now, state: "waiting" }))
  }
}

/**
 * The wait is over: the acknowledgement is written and the proof leaves the queue in one transaction. Its parts stay.
 * An answer that came before is kept beside the new one: a server restored from a backup gives another.
 * @param {string} proof @param {string} ack the server's bytes @param {import("./types.js").AcknowledgementOut} said
 */
export async function noteAcknowledged(proof, ack, said) {
  await strictly(["waiting", "sent", "counters"], async (tx) => {
    const [row, last] = await Promise.all([
      tx.objectStore("waiting").get(proof),
      tx.objectStore("counters").get(ANSWERS),
    ])
    if (!row) return
    const heard = (last?.seq ?? 0) + 1
    await Promise.all([
      tx.objectStore("counters").put({ kid: ANSWERS, seq: heard, prev: null }),
      tx.objectStore("sent").put({ ...sentRow(row, ack, said), heard }),
      tx.objectStore("waiting").delete(proof),
    ])
  })
  announce("outbox")
}

/** @param {WaitingRow} row @param {string} ack @param {import("./types.js").AcknowledgementOut} said @returns {Omit<SentRow, "heard">} */
function sentRow(row, ack, said) {
  return {
    ...row,
    last: null,
    acks: [...new Set([...(row.acks ?? []), ack])],
    verdict: said.verdict,
    why: said.reason,
    sent_at: new Date().toISOString(),
  }
}

/** @param {WaitingRow} row @param {string[]} named @param {boolean} kept @returns {WaitingRow} */
function withParts(row, named, kept) {
  return { ...row, parts: row.parts.map((part) => (named.includes(part.sha256) ? { ...part, kept } : part)) }
}

/**
 * A copy that the server calls another proof, of one that it has acknowledged: it goes to the acknowledged one and waits
 * with it for its time. Refused, with nothing changed, when the phone holds no acknowledgement for that id.
 * @param {string} proof @returns {Promise<boolean>}
 */
export async function setAside(proof) {
  let aside = false
  await strictly(["waiting", "sent"], async (tx) => {
    const [copy, sent] = await Promise.all([
      tx.objectStore("waiting").get(proof),
      tx.objectStore("sent").get(proof),
    ])
    aside = Boolean(copy && sent?.acks.length)
    if (!copy || !sent || !aside) return
    await Promise.all([
      tx.objectStore("sent").put({ ...sent, copies: [...(sent.copies ?? []), copy] }),
      tx.objectStore("waiting").delete(proof),
    ])
  })
  announce("outbox")
  return aside
}

/** @param {string} user @param {string} pkg @param {Draft["outcome"]} outcome @returns {Draft} the proof's id is made here, at the scan */
export function newDraft(user, pkg, outcome) {
  return {
    ...{ proof: crypto.randomUUID(), user, pkg, outcome },
    ...{ who: null, name: "", rel: null, checks: {}, id_check: null, id_check_reason: "" },
    ...{ spot: null, witness_name: "", witness_rel: null },
    ...{ mode: null, method: null, claim_code: "", no_signature: null, ink: null, photo: null, reason: null },
    ...{
      own_phone: null,
      card: null,
      payment: null,
      photo_warnings: [],
      detail: null,
      note: "",
      tries: [],
      opened_at: new Date().toISOString(),
    },
  }
}

/** Never of a proof that another tab has finished meanwhile: it would come back as a form to fill in again. @param {Draft} draft */
export async function keepDraft(draft) {
  await strictly(["waiting", "sent", "drafts"], async (tx) => {
    if (!(await isFinishedIn(tx, draft.proof))) await tx.objectStore("drafts").put(draft)
  })
  announce("drafts")
}

/** As its form opens now. @param {string} proof @returns {Promise<Draft | undefined>} */
export const draftOf = async (proof) => opened(await inStore((store) => store.get("drafts", proof)))

/** What was frozen on this phone until now is known to whoever opens a form. @template {Draft | undefined} D @param {D} draft @returns {Promise<D>} */
const opened = async (draft) => draft && { ...ownPhoto(draft), since: (await counterOf(QUEUE)).seq }

/** A picture of the gate is no proof of a handover; what was taken for one shows a failed attempt too. @template {Draft} D @param {D} draft @returns {D} */
const ownPhoto = (draft) => (isOfGate(draft) ? { ...draft, photo: null, photo_warnings: [] } : draft)

/** @param {Draft} draft */
export const isOfGate = ({ outcome, photo_of }) => outcome === "delivered" && photo_of === "attempt_failed"

/** @param {string} user @returns {Promise<Draft[]>} */
export async function draftsOf(user) {
  const rows = await inStore((store) => store.getAll("drafts"))
  return rows.filter((row) => row.user === user)
}

/** Only ever at the courier's own wish. @param {string} proof */
export async function dropDraft(proof) {
  await inStore((store) => store.delete("drafts", proof))
  announce("drafts")
}

/**
 * The open one, or a new one that is kept with its first change. A package has one: whoever was to receive it and does
 * not becomes an attempt that failed, with what was captured so far.
 * @param {string} user @param {string} pkg @param {Draft["outcome"]} outcome @returns {Promise<Draft>}
 */
export async function openDraft(user, pkg, outcome) {
  const open = (await draftsOf(user)).filter((draft) => draft.pkg === pkg)
  const found = open.find((draft) => draft.outcome === outcome) ?? open[0]
  return opened({ ...newDraft(user, pkg, outcome), ...found, outcome })
}
