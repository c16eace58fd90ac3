/** Taking acknowledged proofs off this phone, or back into the queue. Only ever called after the server has been asked again. */
import { announce, inStore, strictly } from "./store.js"

/** @typedef {import("./types.js").SentRow} SentRow @typedef {import("./types.js").WaitingRow} WaitingRow */

/** Photos and signatures, those of copies too. @param {SentRow} row */
export async function forgetParts(row) {
  await strictly(["sent", "parts"], (tx) =>
    Promise.all([
      ...partsOf(row).map((sha256) => tx.objectStore("parts").delete([row.proof, sha256])),
      tx.objectStore("sent").put({ ...row, partsGone: true }),
    ]),
  )
  announce("outbox")
}

/** @param {SentRow} row */
export async function forgetWhole(row) {
  await strictly(["sent", "parts"], (tx) =>
    Promise.all([
      ...partsOf(row).map((sha256) => tx.objectStore("parts").delete([row.proof, sha256])),
      tx.objectStore("sent").delete(row.proof),
    ]),
  )
  announce("outbox")
}

/** @param {SentRow} row @returns {string[]} */
function partsOf({ parts, copies = [] }) {
  return [parts, ...copies.map((copy) => copy.parts)].flat().map(({ sha256 }) => sha256)
}

/** A server that was restored from a backup asks for it: it goes again, and its old answers stay with it. @param {SentRow} row @param {string[]} missing */
export async function sendAgain(row, missing) {
  const parts = row.parts.map((part) => ({ ...part, kept: part.kept && !missing.includes(part.sha256) }))
  await strictly(["sent", "waiting"], (tx) =>
    Promise.all([
      tx.objectStore("waiting").put({ ...row, parts, state: "waiting", tries: 0, last: null }),
      tx.objectStore("sent").delete(row.proof),
    ]),
  )
  announce("outbox")
}

/** Another answer of ours for the same bytes: the newest counts, the older ones are evidence. @param {SentRow} row @param {string} ack @param {import("./types.js").AcknowledgementOut} said */
export async function keepAnswer(row, ack, said) {
  const answered = { acks: [...row.acks, ack], verdict: said.verdict, why: said.reason }
  await inStore((store) => store.put("sent", { ...row, ...answered }))
  announce("outbox")
}
