/** The letter of who receives for somebody else, in English. */

/** @type {Record<string, string>} */
export const words = {
  "need.paper": "the letter’s number",
  paper: "Number of the letter of authority or guardianship",
  paper_hint: "Or a few words on which letter. No photo, no NIK.",
  paper_number: "Do not write a NIK. Only the number of the letter.",
}
