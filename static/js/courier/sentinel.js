/**
 * A mark outside the database that says what this phone held. A browser that clears the database and leaves the mark has
 * taken proofs away: that is told to the courier and to the office, never passed over in silence (offline.md 6).
 */

/** @typedef {{ kid: string, order: number, waiting: number }} Mark  The device, the last number of the queue, what was unsent. */

const LIFE_S = 31_536_000

/** @param {string} name @returns {string[]} its pieces; localStorage or cookie, whichever is left */
export function read(name) {
  const text = inLocal(() => localStorage.getItem(name)) ?? inCookie(name)
  return text ? text.split("!") : []
}

/** @param {string} name @param {(string | number)[]} pieces none of them with "!", blanks or ";" */
export function write(name, pieces) {
  const text = pieces.join("!")
  inLocal(() => localStorage.setItem(name, text))
  setCookie(name, text, LIFE_S)
}

/** @param {string} name */
export function erase(name) {
  inLocal(() => localStorage.removeItem(name))
  setCookie(name, "", 0)
}

/** @param {string} name @param {string} text @param {number} seconds */
function setCookie(name, text, seconds) {
  const secure = location.protocol === "https:" ? "; Secure" : ""
  document.cookie = `${name}=${text}; Path=/kurir/; Max-Age=${seconds}; SameSite=Strict${secure}`
}

/** Blocked storage throws. @template T @param {() => T} work @returns {T | null} */
function inLocal(work) {
  try {
    return work()
  } catch {
    return null
  }
}

/** @param {string} name */
function inCookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))
  return found ? found.slice(name.length + 1) : null
}

/** @param {string[]} pieces @returns {Mark | null} */
export function markOf([kid = "", order = "", waiting = ""]) {
  const [last, unsent] = [Number(order), Number(waiting)]
  return kid && Number.isInteger(last) && Number.isInteger(unsent)
    ? { kid, order: last, waiting: unsent }
    : null
}

/**
 * Gone: the database knows no key where there was one, or its queue counts less than it did.
 * @param {Mark | null} mark @param {{ devices: number, order: number }} held by the database now
 */
export function isLost(mark, held) {
  if (!mark) return false
  return (mark.kid !== UNSIGNED && held.devices === 0) || held.order < mark.order
}

/** In place of a key's name, on a phone that cannot keep one. */
export const UNSIGNED = "-"
