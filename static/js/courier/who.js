/** Who is signed in on this phone, as last seen. Works without network; capture needs nothing more. */
import { noteServerTime } from "./clock.js"
import { announce, inStore, strictly } from "./store.js"

/**
 * @typedef {import("./types.js").SessionOut} SessionOut
 * @typedef {SessionOut & { user: string, open: boolean, revoked?: string, left?: boolean, owes?: boolean, since?: string }} SessionRow  `revoked`: this phone's key, which the office withdrew; `left`: signed out, and not in again since; `owes`: with envelopes to bring back; `since`: when it first came in here, by the server's time.
 */

/** @returns {Promise<string | null>} */
export async function whoIsIn() {
  return (await inStore((store) => store.get("current", "user")))?.user ?? null
}

/** The session as last seen; works without network. @returns {Promise<SessionRow | null>} */
export async function currentSession() {
  const user = await whoIsIn()
  return (user && (await sessionOf(user))) || null
}

/** @param {string} user */
export const sessionOf = (user) => inStore((store) => store.get("sessions", user))

/** The server said no: the queue pauses, capture goes on. @param {string} user @param {boolean} open @param {string} [revoked] the key that it will never take again */
export async function noteSession(user, open, revoked) {
  const row = await sessionOf(user)
  if (!row || (row.open === open && (!revoked || row.revoked === revoked))) return
  await inStore((store) => store.put("sessions", { ...row, open, ...(revoked ? { revoked } : {}) }))
  announce("session")
}

/** Whose session the browser's cookie is, as far as this phone knows. @returns {Promise<string | null>} */
export async function whoseCookie() {
  const row = await inStore((store) => store.get("current", "cookie"))
  return row ? row.user : whoIsIn()
}

/** An answer has shown whose it is. @param {string} user */
export async function noteCookie(user) {
  if ((await whoseCookie()) !== user) await strictly(["current"], (tx) => put(tx, "cookie", user))
}

/** @returns {Promise<Set<string>>} couriers of one trip who were in on this phone */
export async function tripsHere() {
  const sessions = await inStore((store) => store.getAll("sessions"))
  return new Set(sessions.filter(({ kind }) => kind === "trip").map(({ user }) => user))
}

/**
 * Nobody is in. Not when another tab has begun or finished a form meanwhile: it would stay behind with nobody.
 * @param {string | null} cookie whose session goes on all the same @returns {Promise<boolean>} gone
 */
export async function goOut(cookie) {
  const row = await currentSession()
  let gone = false
  await strictly(["current", "sessions", "drafts", "waiting"], async (tx) => {
    const open = await Promise.all([tx.objectStore("drafts").getAll(), tx.objectStore("waiting").getAll()])
    gone = !open.flat().some(({ user }) => user === row?.user)
    if (!gone) return
    await Promise.all([put(tx, "user", null), put(tx, "cookie", cookie)])
    if (row) await tx.objectStore("sessions").put({ ...row, left: true })
  })
  announce("session")
  return gone
}

/**
 * Whose screens are shown, and nothing more: no line is needed. The cookie stays whose it was.
 * @param {string} user who was in on this phone before
 */
export async function turnTo(user) {
  const cookie = await whoseCookie()
  await strictly(["current"], (tx) => Promise.all([put(tx, "user", user), put(tx, "cookie", cookie)]))
  announce("session")
}

/** @param {any} tx over `current` @param {string} name @param {string | null} user */
const put = (tx, name, user) => tx.objectStore("current").put({ name, user })

/** Somebody comes in. @param {SessionOut} session @returns {Promise<SessionRow>} */
export function keepSession(session) {
  return keepRow(session, ["user", "cookie"])
}

/** The session of somebody who was in before is open again: who turned to another trip meanwhile stays there. @param {SessionOut} session @returns {Promise<SessionRow>} */
export function keepReopened(session) {
  return keepRow(session, ["cookie"])
}

/** @param {SessionOut} session @param {string[]} names @returns {Promise<SessionRow>} */
async function keepRow(session, names) {
  const before = await sessionOf(session.courier.id)
  // Signing in by hand gives a withdrawn key no new life.
  const { revoked, since } = before ?? { since: session.server_time }
  const kept = { ...(revoked ? { revoked } : {}), ...(since ? { since } : {}) }
  const row = { ...session, user: session.courier.id, open: true, ...kept }
  noteServerTime(Date.parse(session.server_time))
  await strictly(["sessions", "current"], (tx) =>
    Promise.all([tx.objectStore("sessions").put(row), ...names.map((name) => put(tx, name, row.user))]),
  )
  announce("session")
  return row
}
