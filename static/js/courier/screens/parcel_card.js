/** One package of the round. */
import { el } from "../../shared/dom.js"
import { acceptAll } from "../accept.js"
import { grouped } from "../label.js"
import { isDone, isToAccept } from "../round.js"
import { badge, busy, button, icon } from "../ui.js"
import { say, t } from "../words.js"

/** @typedef {import("../types.js").PackageOut} PackageOut */

/** @type {Record<string, [import("../ui.js").Tone, string]>} */
const LOOK = {
  assigned: ["info", "inbox"],
  picked_up: ["way", "package"],
  out_for_delivery: ["way", "scooter"],
  attempt_failed: ["warn", "alert"],
  delivered: ["good", "check-circle"],
  returned: ["neutral", "home"],
}

/** Cards that the courier has unfolded stay so when the list is drawn again. @type {Set<string>} */
const unfolded = new Set()

/** @param {import("../app.js").App} app @param {PackageOut} parcel @param {import("../types.js").Draft[]} drafts */
export function card(app, parcel, drafts) {
  const draft = drafts.find(({ pkg }) => pkg === parcel.pkg)
  const done = isDone(parcel)
  return el("article", { class: `card parcel${done ? " is-done" : ""}`, "data-pkg": parcel.pkg }, ...head(parcel), draft ? resume(app, draft) : null, done ? null : more(app, parcel))
}

/** @param {PackageOut} parcel */
function head({ recipient, alias, status }) {
  const [tone, picture] = LOOK[status] ?? ["neutral", "info"]
  return [
    el("div", { class: "parcel-top" }, badge(say("status", status), tone, picture), el("small", { class: "muted" }, alias)),
    el("h2", {}, recipient.name),
    el("p", {}, recipient.address),
  ]
}

/** @param {import("../app.js").App} app @param {import("../types.js").Draft} draft */
function resume(app, { proof, outcome }) {
  return button(t("continue_draft"), "wide", () => app.go(`${outcome === "delivered" ? "serah" : "gagal"}/${proof}`), "edit")
}

/** @param {import("../app.js").App} app @param {PackageOut} parcel */
function more(app, parcel) {
  const { phone, note } = parcel.recipient
  const fee = parcel.fee.free ? badge(t("free"), "good", "check") : badge(t("fee", { amount: parcel.fee.amount.toLocaleString("id-ID") }), "neutral")
  const fold = () => (unfolded.has(parcel.pkg) ? unfolded.delete(parcel.pkg) : unfolded.add(parcel.pkg))
  return el(
    "details",
    { open: unfolded.has(parcel.pkg) },
    el("summary", { onclick: fold }, t("more")),
    note ? el("p", { class: "note" }, note) : null,
    el("p", {}, fee, " ", el("code", {}, grouped(parcel.pkg))),
    el("div", { class: "row" }, phone ? link(`tel:${phone}`, t("call"), "call") : null, link(mapOf(parcel), t("map"), "pin"), failed(app, parcel), accept(app, parcel)),
  )
}

/** @param {import("../app.js").App} app @param {PackageOut} parcel */
function failed(app, parcel) {
  return isToAccept(parcel) ? null : button(t("failed_button"), "quiet", () => app.go(`gagal/${parcel.pkg}`), "alert")
}

/** @param {import("../app.js").App} app @param {PackageOut} parcel */
function accept(app, parcel) {
  return isToAccept(parcel) ? button(t("accept"), "quiet", ({ currentTarget }) => void busy(currentTarget, () => acceptAll(app, [parcel])), "check") : null
}

/** The phone's own map app; nothing is fetched by us. @param {PackageOut} parcel */
function mapOf({ place, recipient }) {
  const at = place ? `${place.lat_e7 / 1e7},${place.lon_e7 / 1e7}` : "0,0"
  return `geo:${at}?q=${place ? at : encodeURIComponent(recipient.address)}`
}

/** @param {string} href @param {string} text @param {string} picture */
function link(href, text, picture) {
  return el("a", { class: "button quiet", href }, icon(picture), el("span", {}, text))
}
