import assert from "node:assert/strict"
import { test } from "node:test"
import { bundlesOf, firstLine, linesOf, LONGEST, NotOurs } from "../../static/js/staff/export-lines.js"

/** @param {AsyncIterable<any>} generator */
async function all(generator) {
  const found = []
  for await (const one of generator) found.push(one)
  return found
}

/** A file that comes in pieces of a given size, as from a disk. @param {string} text @param {number} size */
function inPieces(text, size) {
  const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
    text.slice(i * size, (i + 1) * size),
  )
  const stream = () => new Blob(pieces).stream()
  const chunks = pieces.map((piece) => new TextEncoder().encode(piece))
  const slow = () =>
    new ReadableStream({
      pull(out) {
        const next = chunks.shift()
        if (next) out.enqueue(next)
        else out.close()
      },
    })
  return /** @type {Blob} */ (/** @type {unknown} */ ({ stream: size ? slow : stream }))
}

for (const size of [1, 2, 3, 7, 1000])
  test(`lines are the same in pieces of ${size}`, async () =>
    assert.deepEqual(await all(linesOf(inPieces("satu\ndua\n\ntiga", size))), ["satu", "dua", "", "tiga"]))

test("each proof gets as many lines as the contents say", async () => {
  const file = new Blob(["isi\na\na1\na2\nb\nc\nc1\n"])
  assert.deepEqual(await all(bundlesOf(file, [3, 1, 2])), [["a", "a1", "a2"], ["b"], ["c", "c1"]])
})

test("a file that was cut leaves the last proofs short", async () => {
  const file = new Blob(["isi\na\na1\nb"])
  assert.deepEqual(await all(bundlesOf(file, [2, 3, 2])), [["a", "a1"], ["b"], []])
})

test("an endless line is no file of ours, and is not read to its end", async () => {
  let read = 0
  const endless = () =>
    new ReadableStream({
      pull(out) {
        read += 1
        out.enqueue(new Uint8Array(1_000_000).fill(65))
      },
    })
  const file = /** @type {Blob} */ (/** @type {unknown} */ ({ stream: endless }))
  await assert.rejects(firstLine(file), NotOurs)
  assert.ok(read < 3 + LONGEST / 1_000_000, String(read))
})

test("an empty file has no first line", async () => assert.equal(await firstLine(new Blob([])), ""))
