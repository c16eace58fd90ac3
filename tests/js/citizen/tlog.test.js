import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { checkInclusion } from "../../../static/js/citizen/tlog.js"
import { unzip } from "../../../static/js/citizen/unzip.js"

const given = JSON.parse(readFileSync(new URL("../../vectors/receipt.json", import.meta.url), "utf8"))
const leaf = new TextEncoder().encode(given.leaf)

test("a leaf of the log is found in it", async () => {
  const place = await checkInclusion(given.proof, leaf, given.vkey)
  const checkpoint = given.proof.slice(given.proof.indexOf("\n\n") + 2)
  const { size, index } = given
  assert.deepEqual(place, { origin: "pod.example.go.id/log1", size, index, checkpoint })
})

/** @type {Record<string, (proof: string) => string>} */
const CHANGES = {
  "another index": (proof) => proof.replace(`index ${given.index}`, "index 20"),
  "a size that was not signed": (proof) => proof.replace(`\n${given.size}\n`, "\n38\n"),
  "a hash fewer": (proof) => proof.replace(/(index \d+\n)[^\n]+\n/, "$1"),
  "a hash more": (proof) => proof.replace(/(index \d+\n)([^\n]+\n)/, "$1$2$2"),
  "a checkpoint without signature": (proof) => proof.replace(/— .*\n/, ""),
  "another form": (proof) => proof.replace("@v1", "@v2"),
  "an index of words": (proof) => proof.replace(`index ${given.index}`, "index x"),
  "a number written long": (proof) => proof.replace(`index ${given.index}`, `index 0${given.index}`),
  nothing: () => "",
}

for (const [what, change] of Object.entries(CHANGES)) {
  test(`${what} is refused`, async () => {
    const changed = change(given.proof)
    assert.notEqual(changed, given.proof)
    assert.equal(await checkInclusion(changed, leaf, given.vkey), null)
  })
}

test("every letter of proof and checkpoint counts", async () => {
  for (let at = 0; at < given.proof.length; at += 1) {
    const letter = given.proof[at] === "A" ? "B" : "A"
    const changed = given.proof.slice(0, at) + letter + given.proof.slice(at + 1)
    assert.equal(await checkInclusion(changed, leaf, given.vkey), null, `letter ${at}`)
  }
})

test("another leaf is not in the log", async () => {
  assert.equal(await checkInclusion(given.proof, new TextEncoder().encode("{}"), given.vkey), null)
})

test("another log's key opens nothing", async () => {
  assert.equal(await checkInclusion(given.proof, leaf, given.vkey.replace("pod.", "pad.")), null)
})

test("the files of a receipt's ZIP come out", async () => {
  const files = await unzip(Uint8Array.from(Buffer.from(given.zip, "base64")))
  assert.equal(new TextDecoder().decode(files?.["receipt.txt"]), given.receipt)
})

test("what is no ZIP of ours gives nothing", async () => {
  const zip = Uint8Array.from(Buffer.from(given.zip, "base64"))
  for (const bytes of [new Uint8Array(), zip.subarray(0, 60), new Uint8Array(100), zip.subarray(40)]) {
    assert.equal(await unzip(bytes), null)
  }
})
