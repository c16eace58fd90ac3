/** Which failures use an attempt up (domain/reasons.py; a test compares): a flooded road is none. Needed before the office is heard again. */

const COUNTED = new Set([
  ...["not_home", "not_eligible", "identity_mismatch", "code_failed", "refused", "old_card_missing"],
  ...["address_not_found", "moved", "fee_unpaid"],
])

/** @param {Pick<import("./types.js").WaitingRow, "outcome" | "reason">} act */
export const usesAttempt = ({ outcome, reason }) => outcome === "attempt_failed" && COUNTED.has(reason ?? "")
