import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { scannedLabel, typedLabel } from "../../static/js/courier/label.js"

/** The same cases as the server's parser: two languages, one answer. */
const vectors = JSON.parse(readFileSync(new URL("../vectors/labels.json", import.meta.url), "utf8"))

test("every scanned text means the same on the phone and on the server", () => {
  for (const { why, text, id } of vectors.urls)
    assert.equal(scannedLabel(text, vectors.hosts), id, `${why}: ${text}`)
})

test("every typed code means the same on the phone and on the server", () => {
  for (const { why, text, id } of vectors.entries) assert.equal(typedLabel(text), id, `${why}: ${text}`)
})
