/** "Muat ulang daftar", at the bottom of a long round: what came of it stands beside the button, and what is new comes into view. */
import { fill } from "../../shared/dom.js"
import { refresh } from "../refresh.js"
import { clock, t } from "../words.js"

const NEWS_MS = 5_000

/** @typedef {{ news: HTMLElement, notices: HTMLElement, accept: HTMLElement, said: HTMLElement }} Parts */

/** What was told before is told: it goes. @param {string} user @param {Parts} parts */
export async function refreshed(user, { news, notices, accept, said }) {
  fill(news)
  const stop = showNew([notices, accept])
  said.textContent = wordsOf(await refresh(user))
  setTimeout(stop, NEWS_MS) // another trip of this phone is asked about after it
}

/** @param {Awaited<ReturnType<typeof refresh>>} answer */
function wordsOf(answer) {
  if (answer === "session") return "" // its own notice says so
  return answer === "unreachable" ? t("no_network") : t("refreshed", { time: clock() })
}

/** The first notice that was not there before. @param {HTMLElement[]} boxes @returns {() => void} stop */
function showNew(boxes) {
  const alerts = () => boxes.flatMap((box) => [...box.querySelectorAll(".alert")])
  const before = new Set(alerts().map(({ textContent }) => textContent))
  const watch = new MutationObserver(() => {
    const fresh = alerts().find(({ textContent }) => !before.has(textContent))
    if (!fresh) return
    fresh.scrollIntoView({ block: "center" })
    watch.disconnect()
  })
  for (const box of boxes) watch.observe(box, { childList: true })
  return () => watch.disconnect()
}
