/** What the courier reads while a recipient signs on their own phone, in Bahasa Indonesia. */

/** @type {Record<string, string>} */
export const words = {
  "own_phone.scan": "Minta penerima memindai kode ini dengan kamera ponselnya.",
  "own_phone.opened": "Penerima sudah membuka halamannya. Tunggu tanda tangannya.",
  "own_phone.silent": "Tanpa sinyal. Setelah menandatangani, penerima melihat kode 8 angka: ketik di bawah.",
  "own_phone.code": "Kode konfirmasi dari ponsel penerima",
  "own_phone.code_hint": "Hanya bila layar ini tidak berubah sendiri.",
  "own_phone.code_wrong": "Kodenya tidak cocok dengan kode QR ini. Minta penerima membacakannya lagi.",
  "own_phone.qr": "Kode QR untuk ponsel penerima",
  "own_phone.another": "Kode QR baru",
  "own_phone.by": "Sudah ditandatangani oleh {name} di ponselnya sendiri.",
  "own_phone.by_code":
    "Kode {code} cocok: sudah ditandatangani di ponsel penerima. Pilih siapa penerimanya di atas.",
  "own_phone.drop": "Jangan pakai tanda tangan ini",
}
