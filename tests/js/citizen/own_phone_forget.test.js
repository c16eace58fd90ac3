import assert from "node:assert/strict"
import { test } from "node:test"
import { start } from "../../../static/js/citizen/own-phone.js"
import { Storage } from "./storage.js"

// The page tries again for as long as it is open, and a try that was on its way when its test ended would keep Node waiting
// for ever.
const wait = globalThis.setTimeout
Object.assign(globalThis, {
  setTimeout: (/** @type {() => void} */ act, /** @type {number} */ ms) => wait(act, ms).unref(),
})
const TOKEN = "A".repeat(52)
const KEY = `ttd:${TOKEN}`
const WORDS = { drop: "Belum terkirim. Tetap hapus?", unsent: "Belum terkirim." }

/** As much of a piece of the page as is touched here. */
class Part {
  hidden = true
  textContent = ""
  action = ""
  /** @type {() => void} */
  tap = () => undefined

  /** @param {string} what @param {() => void} then */
  addEventListener(what, then) {
    if (what === "click") this.tap = then
  }

  setAttribute() {}
  removeAttribute() {}
  focus() {}
}

/**
 * The page without a line, after a reload with this kept; and somebody who answers its question.
 * @param {import("node:test").TestContext} t @param {object} kept @param {boolean} [answer]
 */
async function reloaded(t, kept, answer = false) {
  t.mock.timers.enable({ apis: ["setTimeout"] })
  /** @type {Map<string, Part>} */
  const parts = new Map()
  /** @param {string} at @returns {Part} */
  const part = (at) => parts.get(at) ?? (parts.set(at, new Part()), part(at))
  /** @type {string[]} */
  const asked = []
  Object.assign(globalThis, {
    localStorage: new Storage(),
    location: { hash: `#${"0".repeat(17)}.${TOKEN}` },
    document: { querySelector: part },
    addEventListener: () => undefined,
    fetch: () => Promise.reject(new Error("no line")),
    confirm: (/** @type {string} */ words) => (asked.push(words), answer),
  })
  localStorage.setItem(KEY, JSON.stringify({ at: Date.now(), visit: "mine", ...kept }))
  start(/** @type {any} */ ({ dataset: { words: JSON.stringify(WORDS) }, querySelector: part }))
  await new Promise((done) => setImmediate(done))
  part('[data-part="forget"]').tap()
  const shown = ["problem", "gone", "form", "done", "borrowed"].filter(
    (name) => !part(`[data-part="${name}"]`).hidden,
  )
  return { asked, shown, kept: localStorage.getItem(KEY) }
}

test("one tap on Hapus asks first while the signature has not been sent", async (t) => {
  assert.deepEqual((await reloaded(t, { record: "{}" })).asked, [WORDS.drop])
})

test("who says no keeps the signature that has not been sent", async (t) => {
  const { kept } = await reloaded(t, { record: "{}" })
  assert.equal(JSON.parse(kept ?? "{}").record, "{}")
})

test("who says yes has nothing left on this phone, and is told so calmly", async (t) => {
  const { kept, shown } = await reloaded(t, { record: "{}" }, true)
  assert.deepEqual([kept, shown], [null, ["gone"]])
})

test("what was sent goes without a question", async (t) => {
  const { asked, kept } = await reloaded(t, { code: "12345678" })
  assert.deepEqual([asked, kept], [[], null])
})
