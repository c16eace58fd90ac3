/** Who is signed in on this phone, as last seen. Works without network; capture needs nothing more. */
import { noteServerTime } from "./clock.js"
import { announce, inStore, strictly } from "./store.js"

/**
 * @typedef {import("./types.js").SessionOut} SessionOut
 * @typedef {SessionOut & { user: string, open: boolean, revoked?: string }} SessionRow  `revoked`: this phone's key, which the office withdrew.
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

/** @param {SessionOut} session @returns {Promise<SessionRow>} */
export async function keepSession(session) {
  // Signing in by hand gives a withdrawn key no new life.
  const { revoked } = (await sessionOf(session.courier.id)) ?? {}
  const row = { ...session, user: session.courier.id, open: true, ...(revoked ? { revoked } : {}) }
  noteServerTime(Date.parse(session.server_time))
  await strictly(["sessions", "current"], (tx) =>
    Promise.all([
      tx.objectStore("sessions").put(row),
      tx.objectStore("current").put({ name: "user", user: row.user }),
    ]),
  )
  announce("session")
  return row
}
