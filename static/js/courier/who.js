/** Who is signed in on this phone, as last seen. Works without network; capture needs nothing more. */
import { noteServerTime } from "./clock.js"
import { announce, inStore, strictly } from "./store.js"

/**
 * @typedef {import("./types.js").SessionOut} SessionOut
 * @typedef {SessionOut & { user: string, open: boolean }} SessionRow
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

/** The server said no: the queue pauses, capture goes on. @param {string} user @param {boolean} open */
export async function noteSession(user, open) {
  const row = await sessionOf(user)
  if (!row || row.open === open) return
  await inStore((store) => store.put("sessions", { ...row, open }))
  announce("session")
}

/** @param {SessionOut} session @returns {Promise<SessionRow>} */
export async function keepSession(session) {
  const row = { ...session, user: session.courier.id, open: true }
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
