/** Sixteen digits in a row, or in the groups that people write them in: a NIK, which nobody here writes down. */

/** Rather one too many than one too few: what the server knows (domain/citizen_numbers.py) is among them. @param {string} text */
export const holdsNumber = (text) => /\p{Nd}{16}/u.test(text.normalize("NFKC").replace(/[\s.-]/g, ""))
