/** The courier's app: one shell page, screens by hash, a sender in the background. */
import { el, fill } from "../shared/dom.js"
import { unsentHere } from "./outbox.js"
import { announce, calmly, onChange } from "./store.js"
import { alert, button } from "./ui.js"
import { currentSession } from "./who.js"
import { LANGUAGE, t } from "./words.js"

/**
 * @typedef {object} App
 * @property {string} version Hash of the shell. @property {string} app Version and commit for the manifest. @property {string[]} hosts
 * @property {import("./session.js").SessionRow | null} session
 * @property {(path: string) => void} go @property {() => void} sendNow
 * @property {import("./flush.js").Flusher | null} flusher
 * @property {() => import("./place.js").Fix | null} fix  Where the phone is, once that is known.
 * @property {string} news  One sentence for the next screen, shown once.
 *
 * @typedef {(app: App, root: HTMLElement, piece: string) => Promise<() => void>} Open  Draws a screen; the answer closes it.
 */

/** @type {Record<string, () => Promise<{ open: Open }>>} */
const SCREENS = {
  masuk: () => import("./screens/sign_in.js"),
  tugas: () => import("./screens/trip.js"),
  putaran: () => import("./screens/round.js"),
  pindai: () => import("./screens/scan.js"),
  serah: () => import("./screens/capture.js"),
  gagal: () => import("./screens/failed.js"),
  antrean: () => import("./screens/queue.js"),
  cadangan: () => import("./screens/export.js"),
  pasang: () => import("./screens/install.js"),
  sehat: () => import("./screens/shift.js"),
  tanya: () => import("./screens/questions.js"),
  akun: () => import("./screens/account.js"),
}
const WITHOUT_SESSION = new Set(["masuk", "tugas"])
const DOUBLE_TAP_MS = 400

const root = /** @type {HTMLElement} */ (document.getElementById("app"))
const { version = "", app: build = "", hosts = "" } = root.dataset

/** @type {App} */
const app = {
  version,
  app: build,
  hosts: hosts.split(" ").filter(Boolean),
  session: null,
  go: (path) => (location.hash === `#/${path}` ? void show() : void (location.hash = `/${path}`)),
  sendNow: () => void app.flusher?.flushNow(),
  flusher: null,
  fix: () => null,
  news: "",
}

/** @type {() => void} */
let close = () => undefined
let shown = 0

/** Draw the screen that the address names. Each has a place of its own: a slow one that lost the race writes where nobody looks. */
async function show() {
  const turn = (shown += 1)
  app.session = await currentSession()
  const [name, piece] = wanted()
  const { open } = await (SCREENS[name] ?? SCREENS.putaran ?? Promise.reject)()
  if (turn !== shown) return
  close()
  close = () => undefined
  document.body.dataset.screen = name
  if (app.news) shield()
  const place = el("div")
  fill(root, place)
  const closing = await open(app, place, piece)
  if (turn !== shown) return closing()
  close = closing
  root.querySelector("h1")?.focus()
  scrollTo(0, 0)
}

/** Something was finished under the finger: the second tap of a double tap is not for what has come there. Keyboard and screen reader go on. */
function shield() {
  const { style } = document.body
  style.pointerEvents = "none"
  setTimeout(() => (style.pointerEvents = ""), DOUBLE_TAP_MS)
}

/** A handover QR comes in by path and keeps its token in the fragment, which reaches no log. @returns {[string, string]} */
function wanted() {
  if (location.pathname === "/kurir/serah") return ["tugas", location.hash.slice(1)]
  const [name = "", piece = ""] = location.hash.replace(/^#\/?/, "").split("/")
  if (!app.session) return ["masuk", ""]
  return name in SCREENS && !WITHOUT_SESSION.has(name)
    ? [name, piece]
    : [name === "masuk" ? "masuk" : "putaran", ""]
}

/** Jumps within the page, as to its main part, are no screens. */
const isScreen = () => location.hash === "" || location.hash.startsWith("#/")

/** A session that closes while a screen is open is told on that screen. */
async function learnSession() {
  app.session = (await currentSession()) ?? app.session
  announce("ready")
}

async function showQueue() {
  const session = await currentSession()
  const count = session ? (await unsentHere(session.user)).length : 0
  const badge = document.getElementById("queue-count")
  document.body.classList.toggle("has-session", session !== null)
  if (!badge) return
  badge.textContent = count ? t("unsent", { n: count }) : t("all_sent")
  badge.classList.toggle("is-waiting", count > 0)
  delete badge.dataset.stale
}

/** @param {unknown} error */
function crash(error) {
  const words = error instanceof TypeError && !navigator.onLine ? "no_network" : "crashed"
  fill(root, alert(t(words), "bad", reloader()))
}

/** An installed app has no button of its own for it; after a deploy this page's later files may be gone. */
const reloader = () => button(t("reload"), "quiet", () => location.reload(), "sync")

/** @param {PromiseRejectionEvent} event a tap that led nowhere, because a file of it did not come */
function missed({ reason }) {
  if (reason instanceof TypeError && /import/i.test(reason.message) && !root.querySelector("[data-missed]"))
    root.prepend(el("div", { "data-missed": "" }, alert(t("part_missing"), "warn", reloader())))
}

function speak() {
  document.documentElement.lang = LANGUAGE
  for (const node of document.querySelectorAll("[data-words]"))
    node.textContent = t(/** @type {HTMLElement} */ (node).dataset.words ?? "")
  document.getElementById("nav")?.setAttribute("aria-label", t("nav"))
}

function start() {
  speak()
  if (!globalThis.crypto?.subtle || !globalThis.indexedDB || !navigator.locks)
    return void fill(root, alert(t("too_old"), "bad"))
  addEventListener("hashchange", () => isScreen() && void show().catch(crash))
  addEventListener("kurir-blocked", () => root.prepend(alert(t("storage_blocked"), "warn")))
  addEventListener("kurir-outdated", () => root.prepend(alert(t("storage_outdated"), "warn")))
  addEventListener("unhandledrejection", missed)
  const counted = calmly(() => void showQueue())
  onChange(["outbox", "session"], () => {
    document.getElementById("queue-count")?.setAttribute("data-stale", "")
    counted()
  })
  onChange(["session"], () => void learnSession())
  void showQueue()
  show()
    .then(() => import("./background.js"))
    .then((background) => background.start(app, root))
    .catch(crash)
}

start()
