/** What the courier reads before work, in Bahasa Indonesia. */

/** @type {Record<string, string>} */
export const words = {
  "shift.title": "Pernyataan sehat",
  "shift.why":
    "Kantor meminta pernyataan ini sebelum Anda menerima paket. Cukup sekali untuk hari atau perjalanan ini.",
  "shift.why_advice": "Kantor menganjurkan pernyataan ini sebelum Anda menerima paket.",
  "shift.private":
    "Yang disimpan hanya lolos atau tidak, paling lama 30 hari. Angka suhu dan penyakit tidak dicatat.",
  "shift.comma": ",",
  "shift.limit": "{c} °C",
  "shift.temperature": "Suhu badan saya",
  "shift.temperature.pass": "{limit} atau kurang",
  "shift.temperature.fail": "Di atas {limit}",
  "shift.symptoms": "Demam, batuk, pilek, sakit tenggorokan, atau sesak",
  "shift.symptoms.pass": "Tidak ada",
  "shift.symptoms.fail": "Ada",
  "shift.mask": "Masker",
  "shift.mask.pass": "Saya bawa",
  "shift.mask.fail": "Belum ada",
  "shift.hands": "Pembersih tangan",
  "shift.hands.pass": "Saya bawa",
  "shift.hands.fail": "Belum ada",
  "shift.answer_all": "Jawab semua pertanyaan dulu.",
  "shift.fetch": "Ambil masker dan pembersih tangan di kantor dulu, lalu ubah jawabannya.",
  "shift.send": "Nyatakan dan lanjut",
  "shift.send_ill": "Nyatakan: saya tidak bertugas",
  "shift.later": "Lewati dulu",
  "shift.stay": "Terima kasih sudah jujur. Hari ini jangan menerima paket.",
  "shift.taken": "Pernyataan tersimpan, {n} paket diterima.",
  "shift.kept": "Pernyataan tersimpan.",
  "shift.rest": "Terima kasih sudah jujur. Hari ini Anda tidak perlu mengantar.",
  "shift.rest_home": "Istirahat di rumah. Ke puskesmas bila tidak membaik.",
  "shift.rest_office": "Kantor diberi tahu begitu ponsel ini tersambung. Telepon juga bila bisa.",
  "shift.rest_parcels": "Jangan menerima paket. Paket yang sudah di tangan Anda diambil alih kantor.",
  "shift.again": "Salah isi, atau sudah diukur ulang",
  "shift.not_asked": "Kantor Anda tidak meminta pernyataan sehat untuk putaran ini.",
  "shift.not_kept":
    "Pernyataan belum tersimpan: penyimpanan ponsel penuh atau terganggu. Kosongkan ruang, lalu coba lagi.",
}
