/**
 * The form at the door under a draft of the rules, for the officer who writes it: the courier's own screens. The server
 * joins them with what stands beside this file in place of database, network, camera and the like (decision 0060).
 */
import { el, fill } from "../../shared/dom.js"
import { open as openCapture } from "../screens/capture.js"
import { open as openFailed } from "../screens/failed.js"
import { strictly } from "../store.js"
import { alert, button, heading } from "../ui.js"

/** @type {Record<string, import("../app.js").Open>} */
const SCREENS = { serah: openCapture, gagal: openFailed }
const FIRST = "#/serah"

const root = /** @type {HTMLElement} */ (document.getElementById("app"))
const { title = "", end = "", again = "" } = root.dataset
/** @type {{ user: string, partner: string, round: import("../types.js").RoundOut }} */
const { user, partner, round } = JSON.parse(root.dataset.round ?? "{}")

/** @type {import("../app.js").App} */
const app = {
  version: "",
  app: "",
  hosts: [],
  session: /** @type {any} */ ({ user, courier: { id: user, partner_code: partner } }),
  go: (path) => void (location.hash = `/${path}`),
  sendNow: () => undefined,
  flusher: null,
  fix: () => null,
  news: "",
}

/** @type {() => void} */
let close = () => undefined

/** The screen that the address names; elsewhere the example is over. */
async function show() {
  close()
  close = () => undefined
  const name = (location.hash || FIRST).slice(2).split("/")[0] ?? ""
  const place = el("div")
  document.body.dataset.screen = name
  fill(root, place)
  const open = SCREENS[name]
  if (open) close = await open(app, place, round.packages[0]?.pkg ?? "")
  else over(place)
  scrollTo(0, 0)
}

/** @param {HTMLElement} place */
function over(place) {
  const news = app.news && alert(app.news, "good")
  fill(place, heading(title), news, el("p", {}, end), button(again, "wide big", restart, "sync"))
  place.querySelector("h1")?.focus()
}

/** What was filled in is in this page's memory alone. */
function restart() {
  location.hash = FIRST
  location.reload()
}

/** Calls and messages would leave the example: the tap counts, the link leads nowhere. @param {MouseEvent} event */
function stay(event) {
  if (event.target instanceof Element && event.target.closest("a[target]")) event.preventDefault()
}

/** Jumps within the page are no screens. */
const isScreen = () => location.hash === "" || location.hash.startsWith("#/")

await strictly(["rounds"], async (tx) => tx.objectStore("rounds").put(/** @type {any} */ ({ user, round })))
document.addEventListener("click", stay)
addEventListener("hashchange", () => isScreen() && void show())
await show()
