/** What a handover QR offers is asked for at once, while the rest of the app is still on its way: a slow line answers both together. */

const PAGE = "/kurir/serah"
const LOOK = "/kurir/api/trips/look"
const PATIENCE_MS = 30_000

const token = location.pathname === PAGE ? location.hash.slice(1) : ""
let answer = token ? look() : null

function look() {
  const stop = new AbortController()
  setTimeout(() => stop.abort(), PATIENCE_MS)
  const question = fetch(LOOK, {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/json" },
    body: JSON.stringify({ token }),
    signal: stop.signal,
    redirect: "error",
    credentials: "same-origin",
    cache: "no-store",
  })
  // Whoever waits for it hears of the failure; before that nobody needs to.
  question.catch(() => undefined)
  return question
}

/** The answer on its way, once; then, and for any other QR, a question of its own. @param {string} asked token @returns {typeof fetch} */
export function sendAhead(asked) {
  return (path, init) => {
    const ahead = asked === token ? answer : null
    answer = null
    return ahead ?? fetch(path, init)
  }
}
