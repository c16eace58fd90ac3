/** The delivery fee at the door, in Bahasa Indonesia. */

/** @type {Record<string, string>} */
export const words = {
  fee_title: "Ongkos kirim",
  fee_asked: "Ongkos kirim {amount}: dibayar?",
  fee_hint: "Dokumennya GRATIS dan tetap diserahkan. Jangan minta uang selain ongkos ini.",
  fee_sum: "Jumlah yang dibayar (rupiah)",
  fee_more: "Lebih dari ongkos kirim. Kembalikan sisanya, atau betulkan jumlahnya.",
  fee_why: "Mengapa tidak dibayar?",
  "need.payment": "ongkos kirim",
  "paid.cash": "Tunai",
  "paid.qris": "QRIS",
  "paid.transfer": "Transfer",
  "paid.unpaid": "Tidak dibayar",
  "unpaid.paid_before": "Sudah dibayar di aplikasi atau kantor",
  "unpaid.refused": "Tidak mau membayar",
  "unpaid.no_money": "Tidak ada uang saat itu",
  "unpaid.waived": "Dibebaskan kantor",
}
