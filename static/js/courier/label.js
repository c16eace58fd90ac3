/** What a label says: one anchored expression, never a URL parser that repairs (security.md 8). */

const LABEL = /^[Hh][Tt][Tt][Pp][Ss]:\/\/([A-Za-z0-9.-]+(?::[0-9]{1,5})?)\/P\/([0-9A-HJKMNP-TV-Z]{17})$/
const ID = /^[0-9A-HJKMNP-TV-Z]{17}$/
const ALIAS = /^([A-Z]{2})([0-9OIL]{9})[I1L]D$/
const ALIAS_WEIGHTS = [8, 6, 4, 2, 3, 5, 9, 7]
const VALUES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
const LONGEST = 96
const LONGEST_TYPED = 64
/** What keyboards and copied text put between groups. Listed, as on the server: \s is another set in Python. */
const BETWEEN_GROUPS = /[ \t\r\n\-\u00a0\u2010\u2011\u2013]/g

/**
 * ISO 7064 MOD 37,36 over the first 16 characters.
 * @param {string} text @returns {string} one of 0-9 A-Z
 */
export function checkCharacter(text) {
  let p = 36
  for (const char of text) {
    p = (p + VALUES.indexOf(char)) % 36 || 36
    p = (p * 2) % 37
  }
  return VALUES.charAt((37 - p) % 36)
}

/** @param {string} id */
export function isLabelId(id) {
  return ID.test(id) && checkCharacter(id.slice(0, 16)) === id[16]
}

/**
 * Text of a scanned code. Only the 17 characters leave this function; nothing is opened.
 * @param {string} text @param {string[]} hosts ours, with port where it is not the usual one
 * @returns {string | null} the label id, or null: not ours
 */
export function scannedLabel(text, hosts) {
  const [, host = "", id = ""] = text.length <= LONGEST ? (LABEL.exec(text) ?? []) : []
  if (host.toLowerCase().includes("xn--") || !hosts.includes(host.toLowerCase())) return null
  return isLabelId(id) ? id : null
}

/**
 * What a person typed: case, blanks, hyphens and look-alikes are forgiven, the check character is not.
 * @param {string} text @returns {string | null}
 */
export function typedLabel(text) {
  const id = digitsMeant(squeezed(text))
  return isLabelId(id) ? id : null
}

/**
 * The number printed big beside the code, `SX473124829ID`, forgiven in the same way.
 * @param {string} text @returns {string | null}
 */
export function typedAlias(text) {
  const [, letters = "", meant = ""] = ALIAS.exec(squeezed(text)) ?? []
  const digits = digitsMeant(meant)
  return letters && aliasCheck(digits.slice(0, 8)) === digits[8] ? `${letters}${digits}ID` : null
}

/** Of UPU S10: 11 less the weighted sum mod 11; 10 gives 0, 11 gives 5. @param {string} digits eight @returns {string} */
function aliasCheck(digits) {
  const sum = ALIAS_WEIGHTS.reduce((total, weight, i) => total + weight * Number(digits[i]), 0)
  return String(11 - (sum % 11) === 11 ? 5 : (11 - (sum % 11)) % 10)
}

/** @param {string} text @returns {string} capitals without what stands between groups; nothing when it cannot be a code */
function squeezed(text) {
  const letters = text.replace(BETWEEN_GROUPS, "")
  return text.length <= LONGEST_TYPED && /^[0-9A-Za-z]*$/.test(letters) ? letters.toUpperCase() : ""
}

/** @param {string} text */
const digitsMeant = (text) => text.replace(/[IL]/g, "1").replaceAll("O", "0")
