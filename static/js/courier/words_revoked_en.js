/** What the courier reads on a phone that the office has withdrawn, in English. */

/** @type {Record<string, string>} */
export const words = {
  revoked_title: "The office has withdrawn this phone",
  revoked_text: "This round is no longer updated. Call the office and read out this phone's number: {id}",
  revoked_kept:
    "The proofs you captured are still on this phone; nothing is erased. {n, proof is unsent: save it, proofs are unsent: save them} as a file for the office.",
  revoked_none: "What was sent is safe at the office; nothing is erased from this phone.",
  revoked_export: "Save for the office",
}
