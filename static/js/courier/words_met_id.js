/** What the scanner says of a package that does not simply open, in Bahasa Indonesia; and why the office looks. */

/** @type {Record<string, string>} */
export const words = {
  "found.foreign": "Bukan label SuratSampai. Jangan buka tautannya.",
  "found.other_trip": "Amplop ini dari tugas lain di ponsel ini.",
  "found.over": "Tugas Anda sudah berakhir. Jangan antar amplop ini: bawa ke kantor.",
  "found.taken_back":
    "Paket ini dari tugas yang sudah diakhiri kantor ({trip}). Jangan diantar: bawa kembali ke kantor.",
  "found.ended":
    "Paket ini dari tugas yang waktunya sudah habis ({trip}). Jangan diantar: bawa kembali ke kantor.",
  this_trip: "Tugas di layar ini: {trip}.",
  other_trip: "Tugas lain di ponsel ini ({trip}): {n} paket belum selesai.",
  other_trip_open: "Buka tugas itu",
  other_trip_taken_back:
    "Kantor mengakhiri tugas lain di ponsel ini ({trip}). Jangan antar {n} paketnya: bawa kembali ke kantor.",
  other_trip_ended:
    "Waktu tugas lain di ponsel ini sudah habis ({trip}). Jangan antar {n} paketnya: bawa kembali ke kantor.",
  trip_taken: "diterima {time}",
  trip_unknown: "tugas sebelumnya",
  bag: "Harus dibawa kembali: {n} paket",
  bag_text: "Nama dan alamatnya sudah dihapus dari ponsel ini. Cocokkan nomor di label:",
  bag_down: "Sudah saya bawa ke kantor",
  bag_sure: "Semua amplop ini sudah Anda serahkan di kantor? Daftar nomornya lalu hilang dari ponsel ini.",
  bag_yes: "Ya, sudah semua",
  leave_bag:
    "Setelah keluar, {n} paket ini tetap harus dibawa kembali ke kantor. Nomornya tetap tersimpan di ponsel ini dan tampil bila ada tugas lain di sini.",
  leave_in_hand:
    "{n} paket masih di tangan Anda. Setelah keluar, paket itu tidak bisa dicatat di ponsel ini; petugas harus membuat serah terima baru.",
  leave_to_accept:
    "{n} paket belum Anda terima. Setelah keluar, tugas ini tidak bisa dibuka lagi; petugas harus membuat serah terima baru.",
  leave_no_line: "Tanpa sinyal Anda tidak bisa masuk lagi. {n} paket masih di tangan Anda.",
  leave_stay: "Tetap di sini",
  leave_sure: "Tetap keluar",
  of_other_trip: "Dari tugas lain di ponsel ini; terkirim sendiri.",
  other_trip_stuck: "Tidak diterima kantor lagi lewat jaringan. Buat berkas untuk kantor.",
  trip_before:
    "Tugas Anda sebelumnya tetap di ponsel ini ({n} paket belum selesai): {trip}. Buka lagi dari Putaran.",
  trip_before_over:
    "Tugas Anda sebelumnya sudah berakhir ({trip}): bawa {n} paketnya kembali ke kantor. Daftarnya tetap di ponsel ini.",
  "found.unknown": "Label kami, tetapi tidak ada di putaran Anda. Muat ulang daftar, atau tanya petugas.",
  "found.duplicate": "Paket {name} sudah Anda serahkan, {time}.",
  "found.accept": "Terima paket ini?",
  "found.failed": "Pernah gagal diantar. Apa sekarang?",
  "found.used_up": "Percobaannya habis. Bawa paketnya ke loket kantor.",
  "found.taken": "Sudah Anda terima:",
  "found.review": "Paket {name} sudah Anda serahkan, {time}. Buktinya diperiksa petugas.",
  "found.back": "Paket {name} sudah Anda kembalikan.",
  "found.done": "Paket {name} sudah selesai.",
  "state.taken": "Penerimaan menunggu kirim",
  "state.given_back": "Pengembalian menunggu kirim",
  give_back: "Kembalikan ke kantor",
  try_again: "Antar lagi",
  deliver_now: "Serahkan sekarang",
  deliver_anew: "Buat bukti baru",
  taken_now: "{name}: diterima. {n} paket diterima.",
  given_back: "{name}: dikembalikan. {n} paket dikembalikan.",
  sure_back: "Kembalikan paket ini ke kantor? Setelah itu hanya petugas yang bisa mengeluarkannya lagi.",
  "why.not-your-package": "Paket ini tercatat pada kurir lain.",
  "why.package-closed": "Paket ini sudah selesai sebelum buktinya tiba.",
  "why.wrong-order": "Langkahnya tidak sesuai urutan.",
  "why.evidence-incomplete": "Buktinya belum lengkap.",
  "why.relation-not-allowed": "Penerimanya tidak ada dalam aturan paket ini.",
  "why.policy-unknown": "Aturan paket ini tidak dikenal.",
  "why.device-revoked": "Ponsel ini sudah tidak terdaftar.",
  "why.photo-seen-before": "Fotonya sudah dipakai untuk bukti lain.",
  "why.trip-over": "Tugas antar ini sudah berakhir.",
  "why.claim-code-wrong": "Kode klaimnya salah.",
  "why.identity-mismatch": "Identitas penerima tidak cocok.",
  "why.method-not-allowed": "Cara memastikan penerima tidak sesuai aturan.",
  "why.courier-unfit": "Anda menyatakan tidak bertugas hari itu.",
  "why.card-owed": "Kartu lama belum diambil, atau fotonya tidak ada.",

  saved_already: "Serah terima ini sudah selesai atau sudah dihapus.",
  not_in_round: "Paket ini tidak ada lagi di putaran Anda.",
  no_policy: "Aturan paket ini belum tersimpan. Muat ulang daftar saat ada jaringan.",
  accept_first: "Paket ini belum Anda terima dari kantor. Pindai labelnya untuk menerimanya.",
}
