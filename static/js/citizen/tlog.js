/**
 * Checks that a leaf is in the log: signed checkpoint, path from leaf to root (C2SP tlog-proof; RFC 9162, 2.1.3.2).
 * @typedef {{ origin: string, size: number, index: number }} Place
 */
import { fromBase64, fromHex, joined, same, sha256 } from "./bytes.js"
import { ed25519 } from "./ed25519.js"

const NUMBER = /^(0|[1-9][0-9]{0,14})$/
const ED25519 = 1

/**
 * @param {string} proof the file @param {Uint8Array} leaf @param {string} vkey the log's key
 * @returns {Promise<Place | null>} null when anything does not fit
 */
export async function checkInclusion(proof, leaf, vkey) {
  const [head = "", text = "", lines = "", ...more] = proof.split("\n\n")
  const path = pathOf(head)
  const tree = more.length ? null : await opened(`${text}\n`, lines, vkey)
  if (!path || !tree) return null
  const root = await climbed(path.index, tree.size, await sha256(joined(fromHex("00"), leaf)), path.hashes)
  return root && same(root, tree.root) ? { origin: tree.origin, size: tree.size, index: path.index } : null
}

/** @param {string} head */
function pathOf(head) {
  const [form, line = "", ...path] = head.split("\n")
  const hashes = hashesOf(path)
  const index = number(line.replace(/^index (?=.)/, ""))
  const ours = form === "c2sp.org/tlog-proof@v1" && line.startsWith("index ")
  return ours && hashes && index !== null ? { index, hashes } : null
}

/** @param {string[]} lines @returns {Uint8Array[] | null} */
function hashesOf(lines) {
  const hashes = lines.map(fromBase64)
  return hashes.every((hash) => hash?.length === 32) ? /** @type {Uint8Array[]} */ (hashes) : null
}

/** @param {string} text @param {string} lines @param {string} vkey */
async function opened(text, lines, vkey) {
  const key = keyOf(vkey)
  const tree = treeOf(text)
  if (!key || !tree || key.name !== tree.origin) return null
  const signature = signatureOf(lines, key)
  const signed = new TextEncoder().encode(text)
  return signature && (await (await ed25519())(signature, signed, key.bytes)) ? tree : null
}

/** A checkpoint: three lines and nothing else. @param {string} text */
function treeOf(text) {
  const [origin = "", sizeLine = "", rootLine = "", end, ...more] = text.split("\n")
  const size = number(sizeLine)
  const [root] = hashesOf([rootLine]) ?? []
  return end === "" && !more.length && size !== null && root ? { origin, size, root } : null
}

/** Split at the first two pluses only: Base64 has its own. @param {string} vkey */
function keyOf(vkey) {
  const [, name = "", id = "", text = ""] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey) ?? []
  const key = fromBase64(text)
  return key?.length === 33 && key[0] === ED25519 ? { name, id: fromHex(id), bytes: key.subarray(1) } : null
}

/** The line of this very key: two keys may share a name. @param {string} lines @param {{ name: string, id: Uint8Array }} key */
function signatureOf(lines, { name, id }) {
  const ours = lines.split("\n").filter((line) => line.startsWith(`— ${name} `))
  const values = ours.map((line) => fromBase64(line.slice(name.length + 3)))
  const found = values.find((value) => value?.length === 68 && same(value.subarray(0, 4), id))
  return found?.subarray(4)
}

/** @param {number} index @param {number} size @param {Uint8Array} leaf @param {Uint8Array[]} path */
async function climbed(index, size, leaf, path) {
  if (index >= size) return null
  let [first, last, hash] = [index, size - 1, leaf]
  for (const sibling of path) {
    if (last === 0) return null
    const left = first % 2 === 1 || first === last
    hash = await node(
      ...(left ? /** @type {const} */ ([sibling, hash]) : /** @type {const} */ ([hash, sibling])),
    )
    while (left && first && first % 2 === 0) [first, last] = [half(first), half(last)]
    ;[first, last] = [half(first), half(last)]
  }
  return last === 0 ? hash : null
}

/** Sizes may go beyond 32 bits. @param {number} value */
const half = (value) => Math.floor(value / 2)

/** @param {Uint8Array} left @param {Uint8Array} right */
const node = (left, right) => sha256(joined(fromHex("01"), left, right))

/** @param {string} text */
const number = (text) => (NUMBER.test(text) ? Number(text) : null)
