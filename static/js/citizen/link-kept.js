/**
 * What a recipient's browser keeps of the link that it opened, so that a reload or a dead line loses nothing: for as long
 * as the server takes it, for the phone may be borrowed.
 * @typedef {{ at: number, visit: string, name: string, rel: string | null, paper: string, sheet: import("../shared/ink.js").Ink | null, record: string | null, code: string | null }} Kept
 */
const KEPT = "ttd:"
/** As long as the server takes what was signed (SEND_WITHIN). */
const DAY_MS = 86_400_000

/** @param {Uint8Array} bytes */
export const b64u = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "")

/** @returns {Kept} */
export const fresh = () => ({
  ...{
    at: Date.now(),
    visit: b64u(crypto.getRandomValues(new Uint8Array(18))),
    name: "",
    rel: null,
    paper: "",
  },
  ...{ sheet: null, record: null, code: null },
})

/** @param {string} token @returns {Kept} what this browser has of this link, or a new visit */
export function read(token) {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(KEPT)) sweep(key, KEPT + token)
    return { ...fresh(), ...JSON.parse(localStorage.getItem(KEPT + token) ?? "{}") }
  } catch {
    return fresh()
  }
}

/**
 * What nobody takes any more goes. What was signed under the link that is open waits for the server's own no; a row of an
 * older page, which wrote no hour, has a day from now.
 * @param {string} key @param {string} open
 */
function sweep(key, open) {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "{}")
    const isWaiting = key === open && kept.record
    if (typeof kept.at !== "number") localStorage.setItem(key, JSON.stringify({ ...kept, at: Date.now() }))
    else if (!isWaiting && kept.at < Date.now() - DAY_MS) localStorage.removeItem(key)
  } catch {
    // One row that cannot be read, or a full disk, takes nothing from the other links.
  }
}

/** A browser that keeps nothing works as long as the page stays open. @param {string} token @param {Kept} kept */
export function write(token, kept) {
  try {
    localStorage.setItem(KEPT + token, JSON.stringify(kept))
  } catch {
    // Private mode, or a full disk.
  }
}

/** @param {string} token */
export function drop(token) {
  try {
    localStorage.removeItem(KEPT + token)
  } catch {
    // It kept nothing.
  }
}

/** @param {string} typed */
export const tidy = (typed) => typed.normalize("NFC").trim().replace(/\s+/g, " ")

/** @param {string} code */
export const grouped = (code) => code.replace(/(\d{4})(?=\d)/, "$1 ")
