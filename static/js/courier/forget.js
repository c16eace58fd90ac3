/**
 * Taking acknowledged proofs off this phone, or back into the queue. Only ever called after the server has been asked
 * again. Between the question and the answer another tab may have written: each step reads the row once more, and does
 * nothing unless it still stands by the answer that was asked about.
 */
import { hasPartsOfCopies } from "./purge.js"
import { announce, strictly } from "./store.js"

/** @typedef {import("./types.js").SentRow} SentRow */

/** Photos and signatures that the acknowledgement names; what only a copy has stays. @param {SentRow} row */
export async function forgetParts(row) {
  await onlyIfStill(row, async (tx, now) => {
    await Promise.all([...partsGone(tx, now), tx.objectStore("sent").put({ ...now, partsGone: true })])
  })
}

/** Not when a copy came to it meanwhile, nor while one has parts that nobody acknowledged. @param {SentRow} row */
export async function forgetWhole(row) {
  await onlyIfStill(row, async (tx, now) => {
    if (hasPartsOfCopies(now) || copiesOf(now) !== copiesOf(row)) return
    await Promise.all([...partsGone(tx, now), tx.objectStore("sent").delete(now.proof)])
  })
}

/** @param {SentRow} row */
const copiesOf = ({ copies = [] }) => copies.length

/** @param {any} tx @param {SentRow} row @returns {Promise<void>[]} */
function partsGone(tx, { proof, parts }) {
  return parts.map(({ sha256 }) => tx.objectStore("parts").delete([proof, sha256]))
}

/**
 * A server that was restored from a backup asks for it: it goes again, and its old answers stay with it. A copy that waits
 * under the same number is put aside with it; it would be overwritten.
 * @param {SentRow} row @param {string[]} missing
 */
export async function sendAgain(row, missing) {
  await onlyIfStill(row, async (tx, now) => {
    const copy = await tx.objectStore("waiting").get(now.proof)
    const parts = now.parts.map((part) => ({ ...part, kept: part.kept && !missing.includes(part.sha256) }))
    const copies = copy ? { copies: [...(now.copies ?? []), copy] } : {}
    await Promise.all([
      tx.objectStore("waiting").put({ ...now, ...copies, parts, state: "waiting", tries: 0, last: null }),
      tx.objectStore("sent").delete(now.proof),
    ])
  })
}

/** Another answer of ours for the same bytes: the newest counts, the older ones are evidence. @param {SentRow} row @param {string} ack @param {import("./types.js").AcknowledgementOut} said */
export async function keepAnswer(row, ack, said) {
  await onlyIfStill(row, async (tx, now) => {
    const acks = [...now.acks.filter((old) => old !== ack), ack]
    await tx.objectStore("sent").put({ ...now, acks, verdict: said.verdict, why: said.reason })
  })
}

/** @param {SentRow} row as it was asked about @param {(tx: any, now: SentRow) => Promise<void>} write with the row as it is now */
async function onlyIfStill(row, write) {
  await strictly(["sent", "waiting", "parts"], async (tx) => {
    const now = await tx.objectStore("sent").get(row.proof)
    if (now && now.mh === row.mh && now.acks?.at(-1) === row.acks.at(-1)) await write(tx, now)
  })
  announce("outbox")
}
