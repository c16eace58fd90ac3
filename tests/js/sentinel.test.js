/** A mark outside the database: what counts as a loss, and what does not. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { isLost, markOf } from "../../static/js/courier/sentinel.js"

const MARK = { kid: "k", order: 5, waiting: 2 }

test("a mark reads back as it was written", () => {
  assert.deepEqual(markOf(["k", "5", "2"]), MARK)
})

test("rubbish is no mark", () => {
  assert.equal(markOf([]), null)
  assert.equal(markOf(["k", "many", "2"]), null)
})

test("a new phone has lost nothing", () => {
  assert.equal(isLost(null, { devices: 0, order: 0 }), false)
})

test("a database that goes on from the mark has lost nothing", () => {
  assert.equal(isLost(MARK, { devices: 1, order: 6 }), false)
})

test("no key where there was one is a loss", () => {
  assert.equal(isLost(MARK, { devices: 0, order: 5 }), true)
})

test("a queue that counts less than it did is a loss, with a key or without", () => {
  assert.equal(isLost(MARK, { devices: 1, order: 4 }), true)
  assert.equal(isLost({ ...MARK, kid: "-" }, { devices: 0, order: 0 }), true)
})

test("a phone that never had a key lost nothing by having none", () => {
  assert.equal(isLost({ ...MARK, kid: "-" }, { devices: 0, order: 5 }), false)
})
