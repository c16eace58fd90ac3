/** Unfinished captures: one row each, rewritten after every field, so that a killed browser loses nothing. */
import { announce } from "./changes.js"
import { inStore } from "./store.js"

/** @typedef {import("./types.js").Draft} Draft */

/** @param {string} user @param {string} pkg @param {Draft["outcome"]} outcome @returns {Draft} the proof's id is made here, at the scan */
export function newDraft(user, pkg, outcome) {
  return {
    ...{ proof: crypto.randomUUID(), user, pkg, outcome },
    ...{ who: null, name: "", rel: null, checks: {}, id_check: null, id_check_reason: "" },
    ...{ mode: null, method: null, claim_code: "", no_signature: null, ink: null, photo: null, reason: null },
  }
}

/** @param {Draft} draft */
export async function keepDraft(draft) {
  await inStore((store) => store.put("drafts", draft))
  announce("drafts")
}

/** @param {string} proof */
export const draftOf = (proof) => inStore((store) => store.get("drafts", proof))

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

/** @param {string} user @param {string} pkg @param {Draft["outcome"]} outcome @returns {Promise<Draft>} the open one, or a new one */
export async function openDraft(user, pkg, outcome) {
  const open = (await draftsOf(user)).find((draft) => draft.pkg === pkg && draft.outcome === outcome)
  return open ?? newDraft(user, pkg, outcome)
}
