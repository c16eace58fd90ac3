/** What the courier must know before going on, above the round. */
import { el } from "../../shared/dom.js"
import { clockIsWrong } from "../clock.js"
import { isReady, lastReadiness, storingProgress, update, updateWaits } from "../shell.js"
import { alert, badge, button } from "../ui.js"
import { t } from "../words.js"

/** @param {import("../app.js").App} app @param {import("../round.js").Known} known @returns {import("../../shared/dom.js").Child[]} */
export function notices(app, { round }) {
  const signIn = button(t("sign_in"), "quiet", () => app.go("masuk"), "login")
  return [
    el("p", { class: "row" }, offline()),
    app.session && !app.session.open && alert(t("signed_out_notice"), "warn", signIn),
    app.flusher?.state === "refused" &&
      alert(t("refused_notice", { phone: round?.office.phone ?? "" }), "bad"),
    clockIsWrong() && alert(t("clock_notice"), "warn"),
    updateWaits() &&
      alert(
        t("update_ready"),
        "info",
        button(t("update"), "quiet", () => void update(), "sync"),
      ),
  ]
}

function offline() {
  const progress = storingProgress()
  if (progress) return badge(`${t("getting_ready")} ${progress}`, "info", "download")
  const found = lastReadiness()
  if (!found) return badge(t("getting_ready"), "info", "download")
  return isReady(found) ? badge(t("ready_offline"), "good") : badge(t("not_ready_offline"), "warn")
}
