/** What stands above every screen: proofs that vanished with this phone's storage, until the courier has read it; a phone that the office has withdrawn. */
import { el, fill } from "../../shared/dom.js"
import { dismissLoss, lastLoss } from "../loss.js"
import { onChange } from "../store.js"
import { alert, button } from "../ui.js"
import { currentSession } from "../who.js"
import { t } from "../words.js"

/** @param {HTMLElement} root of the screens */
export function raiseAlarms(root) {
  const place = el("div", { class: "alarms" })
  root.before(place)
  const draw = async () => fill(place, lossAlert(), await withdrawn())
  const safely = () => void draw().catch(() => undefined)
  safely()
  onChange(["loss", "session", "outbox"], safely)
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
