/** Pasang: onto the home screen, but never before this browser's queue is empty: an installed app may not see it. */
import { el, fill } from "../../shared/dom.js"
import { WAYS, canOffer, isInstalled, makeOffer, wayOf } from "../installing.js"
import { unsentHere } from "../outbox.js"
import { onChange } from "../store.js"
import { alert, button, heading } from "../ui.js"
import { learnInstallWords, t } from "../words.js"

/** @type {import("../app.js").Open} */
export async function open(app, root) {
  await learnInstallWords()
  const back = button(t("back"), "plain", () => app.go("akun"), "chevron-left")
  const body = el("div")
  fill(root, back, heading(t("install_title")), body)
  const draw = async () => fill(body, ...(await content(app)))
  await draw()
  return onChange(["outbox"], () => void draw())
}

/** @param {import("../app.js").App} app */
async function content(app) {
  if (isInstalled()) return [alert(t("install_done"), "good")]
  const unsent = (await unsentHere(app.session?.user ?? "")).length
  if (unsent) {
    const there = button(t("install_to_queue"), "quiet", () => app.go("antrean"), "upload")
    return [alert(t("install_queue", { n: unsent }), "warn", there)]
  }
  const own = wayOf(navigator.userAgent)
  return [
    el("p", {}, t("install_why")),
    canOffer() && button(t("install_now"), "wide", () => void makeOffer(), "download"),
    ...WAYS.map((way) => steps(way, way === own || own === null)),
    el("p", { class: "muted" }, t(app.session?.kind === "trip" ? "install_after_trip" : "install_after")),
  ]
}

/** @param {import("../installing.js").Way} way @param {boolean} unfolded */
function steps(way, unfolded) {
  const items = t(`install_steps.${way}`).split("|")
  const list = el("ol", {}, ...items.map((item) => el("li", {}, item)))
  return el("details", { class: "card", open: unfolded }, el("summary", {}, t(`install_name.${way}`)), list)
}
