/** A package that cannot be handed over now: why, and where to go instead. */
import { fill } from "../../shared/dom.js"
import { alert, button, heading } from "../ui.js"
import { t } from "../words.js"

/**
 * @param {import("../app.js").App} app @param {HTMLElement} root @param {string | null} why key of the words
 * @param {import("../types.js").PackageOut} [parcel]
 */
export function sayWhyNot(app, root, why, parcel) {
  const gaps = { name: parcel ? parcel.recipient.name : "" }
  const scan = why === "accept_first" && button(t("scan"), "wide", () => app.go("pindai"), "scan")
  const back = button(t("nav_round"), "quiet wide", () => app.go("putaran"), "list")
  fill(root, heading(t("deliver")), alert(t(why ?? "no_policy", gaps), "warn"), scan, back)
  return null
}
