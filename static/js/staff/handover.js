/**
 * While a handover waits for its driver: counts the time down, asks every two seconds whether a driver has opened the
 * QR or taken it, and then opens the page anew, which names the driver. Without script the page refreshes itself.
 */

const EVERY_MS = 2000
const MOST = 400 // asks: thirteen minutes, longer than any QR lives

/** @typedef {{ phase: string, seconds: number, filling: number }} Now */

/** @param {HTMLElement} element */
export function start(element) {
  const { phase = "over", seconds, filling } = element.dataset
  const clock = new Clock(element)
  clock.set({ phase, seconds: Number(seconds), filling: Number(filling) })
  void watch(element, clock)
}

/** @param {HTMLElement} element @param {Clock} clock */
async function watch(element, clock) {
  for (let asked = 0; asked < MOST; asked++) {
    await pause(EVERY_MS)
    const now = document.hidden ? undefined : await heard(element)
    if (now && now.state !== element.dataset.state) return location.replace(element.dataset.page ?? "")
    if (now) clock.set(now)
  }
}

/** @param {HTMLElement} element @returns {Promise<Now & { state: string } | undefined>} nothing when nobody answered */
async function heard(element) {
  try {
    const answer = await fetch(element.dataset.ask ?? "")
    return answer.ok ? await answer.json() : undefined
  } catch {
    return undefined
  }
}

/** What the screen says between two answers. */
class Clock {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element
    this.end = 0
    setInterval(() => this.tick(), 500)
  }

  /** @param {Now} now */
  set(now) {
    this.opened = now.phase === "opened"
    this.scan = performance.now() + now.seconds * 1000
    this.end = performance.now() + (this.opened ? now.filling : now.seconds) * 1000
    this.tick()
  }

  tick() {
    const left = Math.max(0, Math.ceil((this.end - performance.now()) / 1000))
    // A dead QR must not be scanned.
    if (performance.now() >= (this.scan ?? 0)) this.element.querySelector("[data-qr]")?.remove()
    this.show(left === 0 ? "over" : this.opened ? "opened" : "shown")
    const place = /** @type {HTMLElement | null} */ (this.element.querySelector("[data-clock]"))
    if (place) place.textContent = left ? (place.dataset.words ?? "").replace("{time}", minutes(left)) : ""
  }

  /** @param {string} phase */
  show(phase) {
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (
      this.element.querySelectorAll("[data-when]")
    )) {
      const hidden = part.dataset.when !== phase
      if (part.hidden !== hidden) part.hidden = hidden
    }
  }
}

/** @param {number} seconds  As on the driver's phone: `1:05`. */
export function minutes(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`
}

/** @param {number} ms */
const pause = (ms) => new Promise((done) => setTimeout(done, ms))
