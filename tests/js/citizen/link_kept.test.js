import assert from "node:assert/strict"
import { afterEach, beforeEach, test } from "node:test"
import { read } from "../../../static/js/citizen/link-kept.js"
import { Storage } from "./storage.js"

const HOUR_MS = 3_600_000
const LONG_AGO = Date.now() - 25 * HOUR_MS
const SIGNED = { visit: "mine", record: "{}" }

beforeEach(() => void Object.assign(globalThis, { localStorage: new Storage() }))
afterEach(() => void Reflect.deleteProperty(globalThis, "localStorage"))

/** @param {string} token @param {object} row */
const put = (token, row) => localStorage.setItem(`ttd:${token}`, JSON.stringify(row))
/** @param {string} token */
const row = (token) => JSON.parse(localStorage.getItem(`ttd:${token}`) ?? "null")

test("what was signed on a page of the last release is still there after the new one came", () => {
  put("OPEN", SIGNED)
  assert.deepEqual([read("OPEN").visit, read("OPEN").record], ["mine", "{}"])
})

test("what a page of the last release kept has a day from now", () => {
  put("OTHER", SIGNED)
  const before = Date.now()
  read("OPEN")
  assert.ok(row("OTHER").at >= before)
  assert.equal(row("OTHER").record, "{}")
})

test("what was signed under the open link waits for the server, however long", () => {
  put("OPEN", { ...SIGNED, at: LONG_AGO })
  assert.equal(read("OPEN").visit, "mine")
})

test("what was signed under another link is gone after a day", () => {
  put("OTHER", { ...SIGNED, at: LONG_AGO })
  read("OPEN")
  assert.equal(row("OTHER"), null)
})

test("what was only filled in is gone after a day, under the open link too", () => {
  put("OPEN", { name: "Siti", at: LONG_AGO })
  assert.equal(read("OPEN").name, "")
})

test("what was filled in an hour ago is still there", () => {
  put("OPEN", { name: "Siti", at: Date.now() - HOUR_MS })
  assert.equal(read("OPEN").name, "Siti")
})

test("a row that cannot be read takes nothing from the other links", () => {
  localStorage.setItem("ttd:BROKEN", "{")
  put("OPEN", { ...SIGNED, at: Date.now() })
  assert.equal(read("OPEN").visit, "mine")
})

test("a row that cannot be read keeps no other from going", () => {
  localStorage.setItem("ttd:BROKEN", "{")
  put("OTHER", { ...SIGNED, at: LONG_AGO })
  read("OPEN")
  assert.equal(row("OTHER"), null)
})

test("a full disk takes nothing of what was signed", () => {
  put("OPEN", SIGNED)
  localStorage.setItem = () => {
    throw new Error("full")
  }
  assert.equal(read("OPEN").visit, "mine")
})
