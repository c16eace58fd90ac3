/** Above every screen of a phone that the office has withdrawn: what happened, whom to call, what to read out, what is kept. */
import { el } from "../../shared/dom.js"
import { waitingOf } from "../outbox.js"
import { alert, icon } from "../ui.js"
import { learnRevokedWords, shortKey, t } from "../words.js"

/** @param {import("../who.js").SessionRow} session */
export async function revokedAlert({ user, office, revoked = "" }) {
  const [waiting] = await Promise.all([waitingOf(user), learnRevokedWords()])
  const n = waiting.length
  const said = alert(
    t("revoked_title"),
    "bad",
    el("p", {}, t("revoked_text", { id: shortKey(revoked) })),
    el("p", {}, t(n ? "revoked_kept" : "revoked_none", { n })),
    el(
      "div",
      { class: "row" },
      office.phone && link(`tel:${office.phone}`, "call_office", "call"),
      n > 0 && link("#/cadangan", "revoked_export", "download"),
    ),
  )
  said.dataset.alarm = "revoked"
  return said
}

/** @param {string} href @param {string} words @param {string} picture */
const link = (href, words, picture) =>
  el("a", { class: "button quiet", href }, icon(picture), el("span", {}, t(words)))
