/** What the courier reads when a finished proof could not be kept, in Bahasa Indonesia. */

/** @type {Record<string, string>} */
export const words = {
  unsaved:
    "Bukti belum tersimpan: penyimpanan ponsel penuh atau terganggu. Bukti hanya ada di layar ini. Jangan tutup aplikasi.",
  unsaved_how: "Hapus foto atau aplikasi yang tidak dipakai, lalu tekan Selesai lagi.",
  unsaved_file: "Tetap gagal? Buat berkas untuk kantor",
  unsaved_given: "Kirim berkas itu kepada petugas. Begitu ada ruang, simpan juga di ponsel ini.",
  unsaved_again: "Coba simpan lagi",
  handed_elsewhere: "Paket ini sudah diserahkan dari tab lain pada {time}.",
  handed_kept: "Isian di tab ini tidak dikirim. Isian tersimpan sebagai draf sampai Anda menghapusnya.",
}
