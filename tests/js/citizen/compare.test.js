import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { compareCheckpoint, keptCheckpoint } from "../../../static/js/citizen/compare.js"
import { cosigners, isMet } from "../../../static/js/citizen/tlog.js"

const given = JSON.parse(readFileSync(new URL("../../vectors/growth.json", import.meta.url), "utf8"))
const receipt = JSON.parse(readFileSync(new URL("../../vectors/receipt.json", import.meta.url), "utf8"))

/** A server that answers these texts. @param {Record<string, string>} answers @returns {typeof fetch} */
const server = (answers) => async (path) =>
  new Response(answers[String(path)], { status: String(path) in answers ? 200 : 404 })

/** @param {number} size @param {string} [growth] */
const honest = (size, growth = given.growths[size]) => server({ [`/log/tumbuh/${size}`]: growth })

for (const size of [0, 1, 2, 7, 8, 64, 255, 256, 257]) {
  test(`today's log extends a checkpoint of ${size}`, async () => {
    const compared = await compareCheckpoint(given.checkpoints[size], given.vkey, honest(size))
    assert.deepEqual(compared, { verdict: "extends", old: size, now: 300 })
  })
}

test("a log that has not grown is the same", async () => {
  const compared = await compareCheckpoint(given.checkpoints[300], given.vkey, honest(300))
  assert.deepEqual(compared, { verdict: "same", old: 300, now: 300 })
})

test("another story under the log's own signature is told", async () => {
  assert.equal((await compareCheckpoint(given.forged, given.vkey, honest(7))).verdict, "rewritten")
})

test("no letter of the hashes may be another", async () => {
  const end = given.growths[7].indexOf("\n\n")
  for (let at = given.growths[7].indexOf("\n") + 1; at < end; at += 1) {
    const letter = given.growths[7][at] === "A" ? "B" : "A"
    const changed = given.growths[7].slice(0, at) + letter + given.growths[7].slice(at + 1)
    const { verdict } = await compareCheckpoint(given.checkpoints[7], given.vkey, honest(7, changed))
    assert.ok(["rewritten", "no-network"].includes(verdict), `letter ${at}: ${verdict}`)
  }
})

test("a growth from another size proves nothing", async () => {
  const { verdict } = await compareCheckpoint(given.checkpoints[7], given.vkey, honest(7, given.growths[8]))
  assert.equal(verdict, "no-network")
})

test("a log that became shorter is told with its size", async () => {
  const shorter = server({ "/log/checkpoint": given.checkpoints[64] })
  const compared = await compareCheckpoint(given.checkpoints[256], given.vkey, shorter)
  assert.deepEqual(compared, { verdict: "rolled-back", old: 256, now: 64 })
})

test("without a network nothing is claimed", async () => {
  const away = () => Promise.reject(new TypeError("no network"))
  assert.equal((await compareCheckpoint(given.checkpoints[7], given.vkey, away)).verdict, "no-network")
})

test("a portal's page is no answer", async () => {
  const { verdict } = await compareCheckpoint(given.checkpoints[7], given.vkey, honest(7, "<html>\n\nhello"))
  assert.equal(verdict, "no-network")
})

test("a checkpoint of another key is nobody's we know", async () => {
  const never = () => Promise.reject(new Error("asked"))
  assert.equal((await compareCheckpoint(given.strangers, given.vkey, never)).verdict, "not-ours")
})

test("a pasted checkpoint may have blanks around it and foreign line ends", () => {
  const pasted = `\n ${given.checkpoints[7].replaceAll("\n", "\r\n")}\n\n`
  assert.equal(keptCheckpoint(pasted), given.checkpoints[7])
})

test("the checkpoint in a .tlog-proof is found", () => {
  assert.equal(keptCheckpoint(receipt.proof), receipt.proof.slice(receipt.proof.indexOf("\n\n") + 2))
})

test("a receipt is no checkpoint", () => {
  assert.equal(keptCheckpoint(receipt.receipt), null)
})

test("a witness's line is good for its checkpoint and for no other", async () => {
  const spliced = given.checkpoints[8].replace(/— saksi.*\n/, given.checkpoints[7].match(/— saksi.*\n/)[0])
  const keys = { saksi: given.witness }
  assert.deepEqual(await cosigners(given.checkpoints[7], keys), ["saksi"])
  assert.deepEqual(await cosigners(spliced, keys), [])
})

test("a policy is met by enough witnesses", () => {
  /** @type {{ groups: Record<string, [number, string[]]>, quorum: string }} */
  const policy = { groups: { two: [2, ["a", "b", "c"]] }, quorum: "two" }
  assert.deepEqual(
    [["a"], ["a", "c"]].map((signed) => isMet(policy, signed)),
    [false, true],
  )
  assert.equal(isMet({ groups: {}, quorum: "none" }, ["a"]), false)
})
