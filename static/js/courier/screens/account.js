/** Akun: who is signed in, what this phone can do, language, update, sign-out. */
import { el, fill } from "../../shared/dom.js"
import { closeCamera } from "../camera.js"
import { storedKey } from "../keys.js"
import { languages } from "../languages.js"
import { draftsOf, unsentHere } from "../outbox.js"
import { stopWatchingPlace } from "../place.js"
import { signOut } from "../session.js"
import { isKept, isReady, lastReadiness, update, updateWaits } from "../shell.js"
import { onChange } from "../store.js"
import { alert, busy, button, heading, icon } from "../ui.js"
import { shortKey, t } from "../words.js"

/** @type {import("../app.js").Open} */
export async function open(app, root) {
  const { session } = app
  if (!session) return () => undefined
  const said = el("div", { "aria-live": "assertive" })
  const facts = el("dl", { class: "facts" })
  const updating = el("div")
  const leave = button(
    t("sign_out"),
    "quiet wide",
    () => void busy(leave, () => leaving(app, said)),
    "logout",
  )
  fill(
    root,
    heading(t("account")),
    el("div", { class: "card" }, el("strong", {}, session.courier.name), facts),
    updating,
    callOffice(session.office.phone),
    languages(),
    button(t("install"), "quiet wide", () => app.go("pasang"), "download"),
    said,
    leave,
  )

  async function draw() {
    fill(facts, ...(await rows(app)).flatMap(([term, text]) => [el("dt", {}, term), el("dd", {}, text)]))
    fill(updating, updateWaits() && updateNotice(said))
  }
  await draw()
  return onChange(["session", "shell", "ready"], () => void draw())
}

/** @param {string} phone */
function callOffice(phone) {
  if (!phone) return null
  const look = { class: "button quiet wide", href: `tel:${phone}` }
  return el("a", look, icon("call"), el("span", {}, t("call_office")))
}

/** @param {HTMLElement} said */
function updateNotice(said) {
  const press = button(t("update"), "quiet", () => void tryUpdate(said), "sync")
  return alert(t("update_ready"), "info", press)
}

/** @param {import("../app.js").App} app @returns {Promise<[string, string][]>} */
async function rows({ session, app }) {
  if (!session) return []
  const device = await storedKey(session.user)
  const ready = lastReadiness()
  return [
    [t("partner"), session.courier.partner],
    [t("office"), session.office.name],
    [t("device"), t(!device ? "device_unsigned" : device.enrolled ? "device_enrolled" : "device_later")],
    ...(device ? [/** @type {[string, string]} */ ([t("device_id"), shortKey(device.kid)])] : []),
    [
      t("storage"),
      `${t(ready && isReady(ready) ? "ready_offline" : "not_ready_offline")}. ${t((await isKept()) ? "storage_kept" : "storage_not_kept")}`,
    ],
    [t("version"), app],
  ]
}

/** @param {HTMLElement} said */
async function tryUpdate(said) {
  if (!(await update())) fill(said, alert(t("update_busy"), "warn"))
}

/** What is open here, in words. @param {string} user */
async function whyNot(user) {
  const [unsent, drafts] = [(await unsentHere(user)).length, (await draftsOf(user)).length]
  return unsent || drafts ? t(unsent ? "sign_out_refused" : "sign_out_drafts", { n: unsent || drafts }) : ""
}

/** @param {import("../app.js").App} app @param {HTMLElement} said */
async function stays(app, said) {
  const there = button(t("queue"), "quiet", () => app.go("antrean"), "upload")
  fill(said, alert(await whyNot(app.session?.user ?? ""), "warn", there))
}

/** Refused while anything is unsent: a proof must not wait for somebody who has left. @param {import("../app.js").App} app @param {HTMLElement} said */
async function leaving(app, said) {
  const user = app.session?.user ?? ""
  if (await whyNot(user)) return stays(app, said)
  const { askFirst } = await import("./leave_sure.js")
  if (!(await askFirst(app, said, () => gone(app, said)))) await gone(app, said)
}

/** @param {import("../app.js").App} app @param {HTMLElement} said */
async function gone(app, said) {
  const user = app.session?.user ?? ""
  const { leaveNumbers } = await import("../leaving.js")
  await leaveNumbers(user)
  const { forgetDriver } = await import("../form_kept.js")
  forgetDriver() // the server's answer takes its time, and the phone may change hands meanwhile
  if (!(await signOut())) return stays(app, said)
  closeCamera()
  stopWatchingPlace()
  const { goTo, otherTrips } = await import("../trips_here.js")
  const [other] = await otherTrips(user)
  if (other) return goTo(app, other.user)
  app.go("masuk")
}
