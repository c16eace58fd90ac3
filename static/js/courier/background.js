/** What runs beside the screens, started after the first picture: the sender, the place, the shell's worker. */
import "./installing.js"
import { noticeLoss, remember, tellLoss } from "./loss.js"
import { isFinished, isFinishedHere, unsentHere } from "./outbox.js"
import { over } from "./over.js"
import { emptyPastRounds, sweepSent } from "./past.js"
import { lastFix, watchPlace } from "./place.js"
import { refresh } from "./refresh.js"
import { measureRoom } from "./room.js"
import { raiseAlarms } from "./screens/alarm.js"
import { makeSender } from "./sender.js"
import { askForWake, lookForUpdate, registerWorker, watchReadiness } from "./shell.js"
import { calmly, onChange, onChangeElsewhere } from "./store.js"
import { whoIsIn } from "./who.js"

const WAKING = /** @type {const} */ (["online", "focus", "pageshow"])
const ROUND_MS = 60_000
const SWEEP_MS = 3_600_000
const LOOK_MS = 300_000
let lastRound = -ROUND_MS
let lastSweep = -SWEEP_MS

/** @param {import("./app.js").App} app @param {HTMLElement} root of the screens */
export async function start(app, root) {
  const flusher = makeSender()
  app.flusher = flusher
  app.fix = lastFix
  // Before anything is written: what the mark says of yesterday is compared with what is here.
  // A phone that cannot say what it lost sends all the same.
  await noticeLoss().catch(() => undefined)
  void emptyPastRounds().catch(() => undefined)
  const lookForAlarms = raiseAlarms(root)
  const lookAgain = watchReadiness(whoIsIn, app.version)
  const wake = () =>
    void Promise.all([
      flusher.flush(),
      freshRound(),
      tellLoss(),
      measureRoom(),
      lookForUpdate(),
      lookAgain(),
      lookForAlarms(),
      sweep(),
    ])
  for (const event of WAKING) addEventListener(event, wake)
  // The line is back: how long it was away says nothing about how long to wait now.
  addEventListener("online", () => void flusher.flushNow())
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake())
  // An app that lies open and untouched hears of a changed round, and of a withdrawn phone, all the same.
  setInterval(() => document.visibilityState === "visible" && wake(), LOOK_MS)
  const follow = calmly(() => void Promise.all([flusher.flush(), remember(), askForWakeIfWaiting()]))
  onChange(["outbox"], follow)
  onChange(["session"], () => void Promise.all([begin(), remember(), tellLoss()]))
  onChangeElsewhere(["outbox"], () => void leaveFinished(app, root))
  void begin()
  wake()
  // A wrong deploy or an old browser must not take the app down with it: it only stays online.
  registerWorker(wake).catch(() => undefined)
}

/** The same form open in two tabs: finished in the other one, it is over here. @param {import("./app.js").App} app @param {HTMLElement} root */
async function leaveFinished(app, root) {
  const open = /** @type {HTMLElement | null} */ (root.querySelector("[data-proof]"))?.dataset.proof
  const proof = open ?? location.hash.split("/")[2] ?? ""
  if (!isFinishedHere(proof) && (await isFinished(proof))) void over(app, proof, "")
}

/** Place from sign-in on: a cold fix takes minutes. */
async function begin() {
  if (await whoIsIn()) watchPlace()
}

async function askForWakeIfWaiting() {
  const user = await whoIsIn()
  if (user && (await unsentHere(user)).length) await askForWake()
}

/** Not at every touch of the screen. */
async function freshRound() {
  const user = await whoIsIn()
  if (!user || performance.now() - lastRound < ROUND_MS) return
  lastRound = performance.now()
  await refresh(user)
  // Whatever the answer was, it told the time.
  await emptyPastRounds().catch(() => undefined)
}

/** Nothing waits for it. */
async function sweep() {
  if (performance.now() - lastSweep < SWEEP_MS) return
  lastSweep = performance.now()
  await sweepSent().catch(() => undefined)
}
