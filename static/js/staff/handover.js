/**
 * While a driver's QR is on the screen: counts its two minutes down, asks whether a driver has taken it, and then
 * opens the page anew, which names the driver. Without script a link does the same.
 */

const EVERY_MS = 2000
const MOST = 75 // asks: two and a half minutes, then the officer asks himself

/** @param {HTMLElement} element */
export function start(element) {
  const code = element.querySelector("[data-qr]")
  if (code) countDown(element, code, performance.now() + Number(element.dataset.seconds) * 1000)
  void watch(element)
}

/** @param {HTMLElement} element */
async function watch(element) {
  for (let asked = 0; asked < MOST; asked++) {
    await pause(EVERY_MS)
    const state = document.hidden ? element.dataset.state : await stateOf(element)
    if (state !== element.dataset.state) return location.replace(element.dataset.page ?? "")
  }
}

/** @param {HTMLElement} element @returns {Promise<string | undefined>} the state shown when nothing was heard */
async function stateOf(element) {
  try {
    const answer = await fetch(element.dataset.ask ?? "")
    return answer.ok ? (await answer.json()).state : element.dataset.state
  } catch {
    return element.dataset.state
  }
}

/** @param {HTMLElement} element @param {Element} code @param {number} end  By performance.now(). */
function countDown(element, code, end) {
  const left = Math.ceil((end - performance.now()) / 1000)
  if (left <= 0) return over(element, code)
  write(element, "[data-clock]", (element.dataset.left ?? "").replace("{s}", String(left)))
  setTimeout(() => countDown(element, code, end), 500)
}

/** @param {HTMLElement} element @param {Element} code  A dead QR must not be scanned. */
function over(element, code) {
  code.remove()
  write(element, "[data-clock]", element.dataset.over ?? "")
  write(element, "[data-said]", element.dataset.over ?? "")
}

/** @param {HTMLElement} element @param {string} place @param {string} words */
function write(element, place, words) {
  const node = element.querySelector(place)
  if (node && node.textContent !== words) node.textContent = words
}

/** @param {number} ms */
const pause = (ms) => new Promise((done) => setTimeout(done, ms))
