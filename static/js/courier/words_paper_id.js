/** The letter of who receives for somebody else, in Bahasa Indonesia. */

/** @type {Record<string, string>} */
export const words = {
  "need.paper": "nomor surat",
  paper: "Nomor surat kuasa atau penetapan wali",
  paper_hint: "Atau tulis singkat surat apa. Jangan difoto, jangan tulis NIK.",
  paper_number: "Jangan tulis NIK. Tulis nomor suratnya saja.",
}
