/** The words of what the office asks. */

/** @type {Record<string, string>} */
export const words = {
  asked_title: "Pertanyaan dan putusan kantor",
  asked_text: "Warga menyatakan belum menerima paket ini. Tercatat diserahkan: {when}. Apa yang Anda ingat?",
  asked_what: "Apa yang terjadi?",
  asked_words: "Ceritakan singkat. Jangan tulis NIK.",
  asked_choose: "Pilih dulu satu jawaban.",
  asked_send: "Kirim jawaban",
  asked_thanks: "Terima kasih. Jawaban Anda sudah di kantor.",
  asked_decided:
    "Kantor sudah memutuskan sebelum jawaban Anda tiba. Ada yang perlu disampaikan? Telepon kantor.",
  asked_none: "Tidak ada pertanyaan",
  asked_none_text: "Kantor tidak menanyakan apa pun sekarang.",
  found_title: "Putusan kantor",
  found_text: "Tercatat diserahkan: {when}. Diputuskan {at}.",
  found_why:
    "Putusan tidak mengubah bukti Anda. Tidak setuju, atau amplopnya masih pada Anda? Telepon kantor.",
  "found.delivered_confirmed": "Sudah diterima penerima",
  "found.delivered_to_other": "Diterima orang lain, bukan penerima",
  "found.not_delivered": "Belum sampai kepada penerima",
  "found.document_reissued": "Belum sampai; dokumennya dibuatkan lagi",
  "account.to_recipient": "Saya serahkan kepada penerima sendiri",
  "account.to_family": "Saya serahkan kepada keluarga serumah",
  "account.to_other": "Saya serahkan kepada orang lain",
  "account.still_here": "Amplopnya masih pada saya",
  "account.not_handed_over": "Belum saya serahkan, dan tidak pada saya",
  "account.not_sure": "Saya tidak ingat",
}
