import assert from "node:assert/strict"
import { test } from "node:test"
import { lookAtTrip } from "../../static/js/courier/session.js"

let build = 0

/**
 * The module as a browser starts it at this address; `asked` fills with what goes to the server.
 * @param {string} pathname @param {string} hash @param {(body: string) => Promise<Response>} [answer]
 */
async function opened(pathname, hash, answer = async () => Response.json({ packages: 3 })) {
  /** @type {string[]} */
  const asked = []
  /** @type {any} */
  const browser = globalThis
  browser.location = { pathname, hash }
  browser.fetch = (/** @type {string} */ path, /** @type {RequestInit} */ { body }) => {
    asked.push(`${path} ${body}`)
    return answer(String(body))
  }
  // Its patience is half a minute, and Node waits for every timer that it knows of.
  const wait = globalThis.setTimeout
  browser.setTimeout = (/** @type {() => void} */ act, /** @type {number} */ ms) => wait(act, ms).unref()
  /** @type {typeof import("../../static/js/courier/ahead.js")} */
  const { sendAhead } = await import(`../../static/js/courier/ahead.js?build=${(build += 1)}`)
  browser.setTimeout = wait
  return { asked, look: (/** @type {string} */ token) => lookAtTrip(token, sendAhead(token)) }
}

const QUESTION = '/kurir/api/trips/look {"token":"abc"}'

test("a handover QR is asked for before any screen wants it, and once", async () => {
  const { asked, look } = await opened("/kurir/serah", "#abc")
  assert.deepEqual(asked, [QUESTION])
  assert.deepEqual((await look("abc")).json, { packages: 3 })
  assert.deepEqual(asked, [QUESTION])
})

test("looked at again, it is asked for again", async () => {
  const { asked, look } = await opened("/kurir/serah", "#abc")
  await look("abc")
  await look("abc")
  assert.deepEqual(asked, [QUESTION, QUESTION])
})

test("the answer to one QR is never given for another", async () => {
  const { look } = await opened("/kurir/serah", "#abc", async (body) => Response.json({ body }))
  assert.equal((await look("xyz")).json.body, '{"token":"xyz"}')
})

test("no line is an answer, and no complaint before somebody wants it", async () => {
  const { look } = await opened("/kurir/serah", "#abc", () => Promise.reject(new TypeError("offline")))
  await new Promise((later) => setTimeout(later))
  assert.equal((await look("abc")).status, 0)
})

for (const [path, hash] of /** @type {const} */ ([
  ["/kurir/", "#/putaran"],
  ["/kurir/serah", ""],
])) {
  test(`nothing is asked at ${path}${hash}`, async () =>
    assert.deepEqual((await opened(path, hash)).asked, []))
}
