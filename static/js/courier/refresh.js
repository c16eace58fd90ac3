/** Fetch the round when there is a line, opening the session again by itself when it has closed. */
import { refreshRound } from "./round.js"
import { reopenFor } from "./sender.js"

/** @param {string} user @returns {ReturnType<typeof refreshRound>} */
export async function refresh(user) {
  const answer = await refreshRound(user)
  if (answer !== "session" || (await reopenFor(user)) !== "open") return answer
  return refreshRound(user)
}
