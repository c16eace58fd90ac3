/** What stands above every screen until the courier has read it: proofs that vanished with this phone's storage. */
import { el, fill } from "../../shared/dom.js"
import { dismissLoss, lastLoss } from "../loss.js"
import { onChange } from "../store.js"
import { alert, button } from "../ui.js"
import { t } from "../words.js"

/** @param {HTMLElement} root of the screens */
export function raiseAlarms(root) {
  const place = el("div", { class: "alarms" })
  root.before(place)
  const draw = () => fill(place, lossAlert())
  draw()
  onChange(["loss"], draw)
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
