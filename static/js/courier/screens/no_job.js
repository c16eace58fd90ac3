/** A package that cannot be handed over now: why, and where to go instead. */
import { fill } from "../../shared/dom.js"
import { isTouched } from "../needs.js"
import { alert, button, heading } from "../ui.js"
import { learnMetWords, t } from "../words.js"
import { drop } from "./capture.js"

/**
 * @param {import("../app.js").App} app @param {HTMLElement} root @param {string | null} why key of the words
 * @param {import("../types.js").PackageOut} [parcel] @param {import("../types.js").Draft} [draft] what was filled in before
 */
export async function sayWhyNot(app, root, why, parcel, draft) {
  await learnMetWords()
  const gaps = { name: parcel ? parcel.recipient.name : "" }
  const scan = why === "accept_first" && button(t("scan"), "wide", () => app.go("pindai"), "scan")
  const back = button(t("nav_round"), "quiet wide", () => app.go("putaran"), "list")
  const mine = draft?.user === app.session?.user && draft
  const away = mine && isTouched(mine) && drop(standing(app, mine))
  fill(root, heading(t("deliver")), alert(t(why ?? "no_policy", gaps), "warn"), scan, back, away)
  return null
}

/** Nobody writes in a form that does not open. @param {import("../app.js").App} app @param {import("../types.js").Draft} draft */
const standing = (app, draft) => ({ app, draft, change: () => undefined, kept: async () => undefined })
