/** The delivery fee at the door, in English. */

/** @type {Record<string, string>} */
export const words = {
  fee_title: "Delivery fee",
  fee_asked: "Delivery fee {amount}: paid?",
  fee_hint: "The document is FREE and is handed over anyway. Never ask for other money.",
  fee_sum: "Sum paid (rupiah)",
  fee_more: "More than the fee. Give the rest back, or correct the sum.",
  fee_why: "Why was it not paid?",
  "need.payment": "delivery fee",
  "paid.cash": "Cash",
  "paid.qris": "QRIS",
  "paid.transfer": "Bank transfer",
  "paid.unpaid": "Not paid",
  "unpaid.paid_before": "Paid before, in the app or at the office",
  "unpaid.refused": "Did not want to pay",
  "unpaid.no_money": "Had no money at the time",
  "unpaid.waived": "Waived by the office",
}
