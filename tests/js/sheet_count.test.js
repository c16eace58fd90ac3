import assert from "node:assert/strict"
import { test } from "node:test"

import { sheetsFor } from "../../static/js/staff/sheet-count.js"

test("a begun sheet counts with the places already used", () => {
  assert.equal(sheetsFor(8, 8, 1), 1)
  assert.equal(sheetsFor(8, 8, 2), 2)
  assert.equal(sheetsFor(9, 8, 8), 2)
})

test("a roll has a sheet for every label, and no label needs no sheet", () => {
  assert.equal(sheetsFor(3, 1, 1), 3)
  assert.equal(sheetsFor(0, 8, 5), 0)
})
