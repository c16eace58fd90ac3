/** What a driver typed stays on his own phone, and nowhere else, until he signs out: a refused QR, a reload or a new QR costs no typing. */

const TYPED = "kurir-formulir"
const DRIVER = "kurir-pengemudi"
const CLAIM = "kurir-klaim"
const TAKEN = "kurir-tugas"
const MOST_TAKEN = 20
const ENOUGH = 12 // letters of a token: they tell it from others and open nothing
/** @typedef {{ name: string, phone: string, plate: string }} Typed */

/** Half done: of a form that was not sent. @returns {Partial<Typed>} */
export const typedBefore = () => readAs(TYPED)

/** With what a new QR's form begins: who drove last is most often who drives now. Nothing of it is sent before he sends it. @returns {Partial<Typed>} */
export const offered = () => readAs(localStorage.getItem(TYPED) ? TYPED : DRIVER)

/** @param {string} key @returns {Partial<Typed>} */
function readAs(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "{}") ?? {}
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

/** "Mulai antar" was pressed: what came of it may never be heard. @param {string} token @param {Typed} typed */
export function noteSent(token, typed) {
  sessionStorage.setItem(CLAIM, `${token} ${claimFor(token)} sent`)
  try {
    keepTyped(typed)
  } catch {
    // Only a page loaded anew would miss it.
  }
}

/** What was sent by this QR and not answered. @param {string} token @returns {({ claim: string } & Typed) | null} */
export function sentBefore(token) {
  const [known, claim = "", sent] = (sessionStorage.getItem(CLAIM) ?? "").split(" ")
  const { name = "", phone = "", plate = "" } = typedBefore()
  return known === token && sent && name ? { claim, name, phone, plate } : null
}

/** The trip is his: the form is done with, and the next one begins with what he typed. @param {Typed} typed */
export function noteDriver(typed) {
  localStorage.removeItem(TYPED)
  sessionStorage.removeItem(CLAIM)
  try {
    localStorage.setItem(DRIVER, JSON.stringify(typed))
  } catch {
    // He types it anew another time.
  }
}

/** Another driver has this phone, or this one leaves. */
export function forgetDriver() {
  localStorage.removeItem(TYPED)
  localStorage.removeItem(DRIVER)
}

/** @returns {[string, string][]} the beginning of each QR's token, and whose trip it has become */
function taken() {
  try {
    return JSON.parse(localStorage.getItem(TAKEN) ?? "[]") ?? []
  } catch {
    return []
  }
}

/** @param {string} token @returns {string | undefined} the courier whom this phone's own QR has made */
export const takenBy = (token) => taken().find(([begin]) => token.startsWith(begin))?.[1]

/** @param {string} token @param {string} user */
export function noteTaken(token, user) {
  const all = [[token.slice(0, ENOUGH), user], ...taken()]
  try {
    localStorage.setItem(TAKEN, JSON.stringify(all.slice(0, MOST_TAKEN)))
  } catch {
    // The trip is his all the same; the menu leads to its round.
  }
}

/** @param {number} ms @returns {string} "9:05", or nothing when it is over */
export function timeLeft(ms) {
  const seconds = Math.ceil(ms / 1000)
  return seconds > 0 ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` : ""
}
