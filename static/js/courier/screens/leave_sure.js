/** "Keluar" with envelopes in the bag: asked first, for one tap would close the way back. */
import { el, fill } from "../../shared/dom.js"
import { warningTo } from "../leaving.js"
import { alert, busy, button } from "../ui.js"
import { learnMetWords, t } from "../words.js"

/**
 * @param {import("../app.js").App} app @param {HTMLElement} said @param {() => Promise<void>} go
 * @returns {Promise<boolean>} false: there is nothing to ask
 */
export async function askFirst({ session }, said, go) {
  const warning = session && (await warningTo(session))
  if (!warning) return false
  await learnMetWords()
  const { words, n, trip } = warning
  const stay = button(t("leave_stay"), "wide", stays, "chevron-left")
  const leave = button(t("leave_sure"), "quiet wide", () => void busy(leave, go), "logout")
  stay.dataset.do = "stay"
  leave.dataset.do = "leave-sure"
  fill(said, alert(t(words, { n }), "warn", trip && el("p", {}, t("this_trip", { trip })), stay, leave))
  said.scrollIntoView({ block: "center" }) // clear of the menu
  stay.focus({ preventScroll: true })
  return true

  function stays() {
    fill(said)
    const again = said.nextElementSibling // "Keluar"
    if (again instanceof HTMLElement) again.focus()
  }
}
