/** What runs beside the screens, started after the first picture: the sender, the place, the shell's worker. */
import { lastFix, watchPlace } from "./place.js"
import { refresh } from "./refresh.js"
import { makeSender } from "./sender.js"
import { registerWorker, watchReadiness } from "./shell.js"
import { onChange } from "./store.js"
import { whoIsIn } from "./who.js"

const WAKING = /** @type {const} */ (["online", "focus", "pageshow"])
const ROUND_MS = 60_000
let lastRound = -ROUND_MS

/** @param {import("./app.js").App} app */
export function start(app) {
  const flusher = makeSender()
  app.flusher = flusher
  app.fix = lastFix
  const wake = () => void Promise.all([flusher.flush(), freshRound()])
  for (const event of WAKING) addEventListener(event, wake)
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake())
  onChange(["outbox"], () => void flusher.flush())
  onChange(["session"], () => void begin())
  void begin()
  wake()
  // A wrong deploy or an old browser must not take the app down with it: it only stays online.
  registerWorker(wake).catch(() => undefined)
  watchReadiness(whoIsIn, app.version)
}

/** Place from sign-in on: a cold fix takes minutes. */
async function begin() {
  if (await whoIsIn()) watchPlace()
}

/** Not at every touch of the screen. */
async function freshRound() {
  const user = await whoIsIn()
  if (!user || performance.now() - lastRound < ROUND_MS) return
  lastRound = performance.now()
  await refresh(user)
}
