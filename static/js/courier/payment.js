/** The delivery fee at the door: what the courier says of it. Pure: draft and package in, answer out. */

/** @typedef {import("./types.js").Draft} Draft @typedef {import("./types.js").PackageOut} PackageOut */

export const WAYS = ["cash", "qris", "transfer"]
export const REASONS = ["paid_before", "refused", "no_money", "waived"]
export const MOST = 1_000_000

/** Where nothing is due nothing is asked. @param {Draft} draft @param {PackageOut} parcel @returns {string[]} */
export const lacksPayment = ({ payment }, { fee }) => (fee.free || isSaid(payment) ? [] : ["payment"])

/** @param {Draft["payment"]} payment */
const isSaid = (payment) =>
  Boolean(payment && (payment.rupiah > 0 ? payment.method && payment.rupiah <= MOST : payment.reason))

/** Paid the whole fee until the courier says another sum. @param {string} method @param {PackageOut} parcel @param {Draft["payment"]} before */
export const paidBy = (method, { fee }, before) => ({
  rupiah: before?.rupiah || fee.amount,
  method,
  reason: null,
})

/** @param {string | null} reason */
export const notPaid = (reason) => ({ rupiah: 0, method: null, reason })

/** As people type sums: "9.000", "Rp 9000". @param {string} typed */
export const rupiahIn = (typed) => Number(typed.replace(/\D/g, "")) || 0
