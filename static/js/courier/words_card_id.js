/** What the courier reads of an old card that comes back, in Bahasa Indonesia. */

/** @type {Record<string, string>} */
export const words = {
  old_card: "Kartu lama",
  "need.old_card": "kartu lama",
  "card.yes": "Diambil",
  "card.no": "Tidak ada",
  "card.hint":
    "Kartu baru hanya diserahkan bila kartu lama diambil. Foto kartunya, masukkan ke kantong, lalu segel.",
  "card.camera": "Foto kartu lama",
  "card.shutter": "Ambil foto kartu",
  "card.keep": "Tutup dan simpan",
  "card.alt": "Foto kartu lama; nomor dan wajahnya tertutup",
  "card.held": "Kartu lama sebelum ditutup; belum disimpan",
  "card.mask_hint":
    "Geser kedua kotak hitam sampai nomor NIK dan wajah tertutup. Yang tertutup tidak pernah disimpan. Papan ketik: panah untuk menggeser, + dan − untuk ukuran.",
  "card.bar_number": "Penutup nomor",
  "card.bar_face": "Penutup wajah",
  "card.larger": "Perbesar: {what}",
  "card.smaller": "Perkecil: {what}",
  "card.no_camera":
    "Kamera tidak bisa dipakai. Kartu lama hanya difoto di halaman ini. Izinkan kamera, atau catat antaran ini gagal.",
  "card.seal": "Nomor segel kantong",
  "card.seal_hint": "Seperti tercetak di kantong: 4 sampai 12 huruf dan angka.",
  "card.seal_wrong": "Hanya huruf, angka, dan tanda hubung.",
  "card.why": "Kenapa tidak ada?",
  "card.loss_letter": "Hilang, ada surat kehilangan dari polisi",
  "card.never_had": "Penerima belum pernah punya kartu",
  "card.given_before": "Sudah diserahkan ke kantor",
  "card.letter": "Nomor surat kehilangan",
  "card.letter_hint": "Salin dari suratnya. Bukan NIK.",
  "card.forgotten": "Lupa membawa atau tidak mau menyerahkan? Jangan serahkan kartu baru: pilih Gagal antar.",
}
