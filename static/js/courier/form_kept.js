/** What a driver typed stays on his own phone until the trip is his: a refused QR, a reload or a new QR costs no typing. */

const TYPED = "kurir-formulir"
const CLAIM = "kurir-klaim"
/** @typedef {{ name: string, phone: string, plate: string }} Typed */

/** @returns {Partial<Typed>} */
export function typedBefore() {
  try {
    return JSON.parse(localStorage.getItem(TYPED) ?? "{}") ?? {}
  } catch {
    return {}
  }
}

/** @param {Typed} typed */
export function keepTyped(typed) {
  localStorage.setItem(TYPED, JSON.stringify(typed))
}

/** The same claim for the same QR, though the page was loaded anew: the first answer may have been lost. @param {string} token @returns {string} */
export function claimFor(token) {
  const [known, claim] = (sessionStorage.getItem(CLAIM) ?? "").split(" ")
  if (known === token && claim) return claim
  const drawn = crypto.randomUUID()
  sessionStorage.setItem(CLAIM, `${token} ${drawn}`)
  return drawn
}

/** The trip is his: nothing of it is needed any more. */
export function forgetTyped() {
  localStorage.removeItem(TYPED)
  sessionStorage.removeItem(CLAIM)
}

/** @param {number} ms @returns {string} "9:05", or nothing when it is over */
export function timeLeft(ms) {
  const seconds = Math.ceil(ms / 1000)
  return seconds > 0 ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` : ""
}
