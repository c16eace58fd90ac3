/** How the server comes to know who is signed in on this phone. Capture never needs any of this. */
import { ask, tell } from "./ask.js"
import { serverNow } from "./clock.js"
import { goOut, keepReopened, keepSession, noteSession, tripsHere, whoIsIn, whoseCookie } from "./who.js"

/**
 * @typedef {import("./who.js").SessionRow} SessionRow
 * @typedef {{ session: SessionRow, problem: null } | { session: null, problem: string, faults?: Fault[], gone: boolean }} SignedIn  `problem` is a sentence or ""; `gone`: for good, whatever is typed.
 * @typedef {{ pointer: string, detail: string }} Fault  of one member of what was sent
 */

const API = "/kurir/api"
const LOGIN_SECONDS = 120
const GONE = 410
/** What the server says to a key that it knows and will never open a session for. @type {Record<number, string>} */
const OVER = { 401: "/sign-in-needed", 403: "/device-refused" }

/** @param {{ username: string, password: string }} who @param {typeof fetch} [send] */
export async function signIn({ username, password }, send = fetch) {
  return settled(await tell(`${API}/session`, { username, password }, send))
}

/** What a handover QR offers, before anything is claimed. @param {string} token @param {typeof fetch} [send] */
export function lookAtTrip(token, send = fetch) {
  return tell(`${API}/trips/look`, { token }, send)
}

/**
 * Claim the trip. The token works once; the same claim asked again brings the same trip, for an answer can get lost.
 * @param {{ token: string, claim: string, name: string, phone: string, plate: string }} claim @param {typeof fetch} [send]
 */
export async function claimTrip(claim, send = fetch) {
  return settled(await tell(`${API}/trips`, claim, send))
}

/** @param {import("./ask.js").Reply} reply @returns {Promise<SignedIn>} */
async function settled(reply) {
  if (!isSession(reply))
    return {
      ...{ session: null, problem: reply.problem?.detail ?? "" },
      ...{ faults: reply.problem?.errors, gone: reply.problem !== null && reply.status === GONE },
    }
  return { session: await keepSession(reply.json), problem: null }
}

/** @param {import("./ask.js").Reply} reply */
function isSession({ status, json }) {
  return (
    (status === 200 || status === 201) &&
    typeof json?.courier?.id === "string" &&
    typeof json?.ack_key?.x === "string"
  )
}

/**
 * Open the session again with the device key, without a person.
 * @param {import("./types.js").DeviceRow | null} device @param {typeof fetch} [send]
 * @returns {Promise<"open" | "refused" | "unreachable">}
 */
export async function reopen(device, send = fetch) {
  if (!device) return "refused"
  const challenge = await challengeFrom(send)
  if (challenge === null) return "unreachable"
  const reply = await ask(`${API}/session/device`, await loginQuestion(device, challenge), send)
  if (isSession(reply) && reply.json.courier.id === device.user)
    return keepReopened(reply.json).then(() => "open")
  return isNo(reply) ? refused(device, reply) : "unreachable"
}

/**
 * A token that sends what this device's trip has left, while the browser's cookie is somebody else's.
 * @param {import("./types.js").DeviceRow | null} device @param {typeof fetch} [send]
 * @returns {Promise<{ answer: "open", pass: string } | { answer: "refused" | "unreachable" }>}
 */
export async function askForPass(device, send = fetch) {
  if (!device) return { answer: "refused" }
  const apart = withoutCookies(send)
  const challenge = await challengeFrom(apart)
  if (challenge === null) return { answer: "unreachable" }
  const reply = await ask(`${API}/passes`, await loginQuestion(device, challenge), apart)
  if (reply.status === 201 && reply.json?.courier?.id === device.user)
    return { answer: "open", pass: String(reply.json.pass) }
  return { answer: isNo(reply) ? await refused(device, reply) : "unreachable" }
}

/** @param {typeof fetch} send @returns {typeof fetch} nobody is signed in by it or out */
function withoutCookies(send) {
  return (path, init) => send(path, { ...init, credentials: "omit" })
}

/**
 * Will this key never open a session again? Only asked: no cookie goes or comes, so nobody is signed in by it or out.
 * No answer, and one that does not know the key, is no.
 * @param {import("./types.js").DeviceRow | null} device @param {typeof fetch} [send] @returns {Promise<boolean>}
 */
export async function isOverForGood(device, send = fetch) {
  const apart = withoutCookies(send)
  const challenge = device && (await challengeFrom(apart))
  if (!device || !challenge) return false
  const question = await loginQuestion(device, challenge)
  const { status, problem } = await ask(`${API}/session/device`, question, apart)
  return problem !== null && status in OVER && problem.type.endsWith(OVER[status] ?? "")
}

/** A challenge that ran out on a slow line is no refusal of this phone. @param {import("./ask.js").Reply} reply */
function isNo({ status, problem }) {
  return problem !== null && status < 500 && status !== 429 && !problem.type.endsWith("/challenge-over")
}

/** @param {import("./types.js").DeviceRow} device @param {import("./ask.js").Reply} reply @returns {Promise<"refused">} */
async function refused({ user, kid }, { problem }) {
  await noteSession(user, false, problem?.type.endsWith("/device-refused") ? kid : undefined)
  return "refused"
}

/** @param {typeof fetch} send @returns {Promise<string | null>} */
export async function challengeFrom(send) {
  const reply = await tell(`${API}/challenges`, {}, send)
  return typeof reply.json?.challenge === "string" ? reply.json.challenge : null
}

/** A phone whose clock is wrong must get in too: the server's time counts. @param {import("./types.js").DeviceRow} device @param {string} challenge */
async function loginQuestion(device, challenge) {
  const { sign, utf8 } = await import("./jws.js")
  const exp = Math.floor(serverNow() / 1000) + LOGIN_SECONDS
  const header = { alg: "ES256", kid: device.kid, typ: "pod-login+jws" }
  const body = await sign(
    header,
    utf8(JSON.stringify({ challenge, host: location.host, exp })),
    device.keys.privateKey,
  )
  return { method: "POST", body, type: "application/jose" }
}

/** What the server says of this user's session now: it may bring what an older app did not keep. @param {string} user @param {typeof fetch} [send] @returns {Promise<SessionRow | null>} */
export async function refreshSession(user, send = fetch) {
  const reply = await ask(`${API}/session`, {}, send)
  return isSession(reply) && reply.json.courier.id === user ? keepReopened(reply.json) : null
}

/** Leave this phone, and only then the server: whoever is kept in may have no key to come in again. What was sent stays for its time. @param {typeof fetch} [send] @returns {Promise<boolean>} false: something came in between, and its courier stays */
export async function signOut(send = fetch) {
  const cookie = await whoseCookie()
  const ofAnother = cookie !== (await whoIsIn()) && cookie !== null && (await tripsHere()).has(cookie)
  const gone = await goOut(ofAnother ? cookie : null)
  if (gone && !ofAnother) await ask(`${API}/session`, { method: "DELETE" }, send)
  return gone
}
