/** Rounds of this phone's other trips: the office may have taken one back while its driver is in another (docs/decisions/0064). */
import { lineOf, newLine } from "./passes.js"
import { fetchRound } from "./refresh.js"
import { storedRound } from "./round.js"
import { otherTrips } from "./trips_here.js"

/** Of those in which something is open, until the server has said that one is over. @param {string} user who is in @param {typeof fetch} [send] */
export async function refreshOthers(user, send = fetch) {
  for (const trip of await otherTrips(user))
    if (!(await isToldOver(trip.user))) await askAbout(trip.user, send)
}

/** @param {string} user */
async function isToldOver(user) {
  const row = await storedRound(user)
  return Boolean(row?.round.over && row.etag)
}

/** A pass ends with its trip, and after half an hour: then another is asked for, once. @param {string} user @param {typeof fetch} send */
async function askAbout(user, send) {
  const answer = await roundBy(user, await lineOf(user, send))
  if (answer === "session") await roundBy(user, await newLine(user, send))
}

/** @param {string} user @param {import("./passes.js").Way} way */
const roundBy = async (user, { line, answer }) => (line ? fetchRound(user, line) : answer)
