/** What stands above every screen: proofs that vanished with this phone's storage, until the courier has read it; a phone that the office has withdrawn. */
import { el, fill } from "../../shared/dom.js"
import { serverAtLeast, serverNow } from "../clock.js"
import { dismissLoss, lastLoss } from "../loss.js"
import { unsentHere } from "../outbox.js"
import { onChange } from "../store.js"
import { alert, button } from "../ui.js"
import { currentSession, whoIsIn } from "../who.js"
import { t } from "../words.js"

const LONG_MS = 86_400_000

/** @param {HTMLElement} root of the screens @returns {() => void} look again: time passes without news */
export function raiseAlarms(root) {
  const place = el("div", { class: "alarms" })
  root.before(place)
  const draw = async () => fill(place, lossAlert(), await withdrawn(), await overdue())
  const safely = () => void draw().catch(() => undefined)
  safely()
  onChange(["loss", "session", "outbox"], safely)
  return safely
}

/** A clock that was set back makes nothing younger. @param {import("../types.js").WaitingRow[]} rows @param {number} now */
export const areOverdue = (rows, now) =>
  rows.some(({ kept_at, frozen_at }) => now - (kept_at ?? Date.parse(frozen_at)) > LONG_MS)

/** More than a day unsent is said on every screen, not only where the queue is. */
async function overdue() {
  const user = await whoIsIn()
  const now = Math.max(serverNow(), serverAtLeast() ?? 0)
  if (!user || !areOverdue(await unsentHere(user), now)) return null
  const link = el("a", { class: "button quiet", href: "#/antrean" }, t("queue"))
  return el("div", { "data-alarm": "overdue" }, alert(t("unsent_long"), "bad", link))
}

/** Nearly never wanted: fetched then. */
async function withdrawn() {
  const session = await currentSession()
  if (!session?.revoked) return null
  const { revokedAlert } = await import("./revoked.js")
  return revokedAlert(session)
}

function lossAlert() {
  const loss = lastLoss()
  if (!loss) return null
  const words = loss.waiting ? t("loss_unsent", { n: loss.waiting }) : t("loss_nothing")
  return alert(
    words,
    "bad",
    el("p", {}, t(loss.told ? "loss_told" : "loss_not_told")),
    loss.told && understood(),
  )
}

const understood = () => button(t("understood"), "quiet", () => void dismissLoss(), "check")
