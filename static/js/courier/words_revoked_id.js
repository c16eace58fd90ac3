/** What the courier reads on a phone that the office has withdrawn, in Bahasa Indonesia. */

/** @type {Record<string, string>} */
export const words = {
  revoked_title: "Ponsel ini sudah dicabut oleh kantor",
  revoked_text: "Putaran ini tidak diperbarui lagi. Telepon kantor dan sebutkan nomor ponsel ini: {id}",
  revoked_kept:
    "Bukti yang sudah Anda ambil tetap ada di ponsel ini; tidak ada yang dihapus. {n} bukti belum terkirim: simpan sebagai cadangan untuk kantor.",
  revoked_none: "Bukti yang sudah terkirim aman di kantor; tidak ada yang dihapus dari ponsel ini.",
  revoked_export: "Cadangkan untuk kantor",
}
