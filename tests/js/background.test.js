/** What runs beside the screens starts whatever is broken beside it. */
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { newPhone, pageLocks } from "./phone.js"

/** @type {string[]} */
const started = []

/** A page with nothing on it. */
const page = {
  addEventListener: (/** @type {string} */ name) => void started.push(name),
  createElement: () => ({
    append: () => undefined,
    setAttribute: () => undefined,
    replaceChildren: () => undefined,
  }),
  cookie: "",
}
const worker = {
  addEventListener: () => undefined,
  register: async (/** @type {string} */ address) => {
    started.push(address)
    return { addEventListener: () => undefined, update: async () => undefined }
  },
}
Object.assign(globalThis, {
  addEventListener: page.addEventListener,
  document: page,
  setInterval: () => void started.push("looks by itself"), // a page's ends with its page; here the test would never end
  location: { protocol: "https:", host: "surat.example.go.id", hash: "" },
})
Object.defineProperty(globalThis, "navigator", {
  value: { locks: pageLocks(), serviceWorker: worker },
  configurable: true,
})

beforeEach(newPhone)

/** The first question to the database, which is whether anything was lost, finds it broken. */
function brokenAtFirst() {
  const whole = globalThis.indexedDB
  const open = () => {
    globalThis.indexedDB = whole
    throw new Error("broken")
  }
  globalThis.indexedDB = /** @type {any} */ ({ open })
}

test("a phone that cannot say what it lost keeps neither sender nor alarm nor service worker from starting", async () => {
  const { start } = await import("../../static/js/courier/background.js")
  const root = { before: () => void started.push("alarm"), querySelector: () => null }
  brokenAtFirst()
  /** @type {any} */
  const app = { version: "1", flusher: null }
  await start(app, /** @type {any} */ (root))
  for (const name of ["alarm", "online", "visibilitychange", "/kurir/sw.js"])
    assert.ok(started.includes(name), `${name} is missing from ${started}`)
  assert.ok(app.flusher)
})
