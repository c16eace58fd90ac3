/**
 * Checks that a leaf is in the log: signed checkpoint, path from leaf to root (C2SP tlog-proof; RFC 9162, 2.1.3.2).
 * @typedef {{ origin: string, size: number, index: number, checkpoint: string }} Place
 * @typedef {{ origin: string, size: number, root: Uint8Array, checkpoint: string }} Tree
 */
import { fromBase64, fromHex, joined, same, sha256 } from "./bytes.js"
import { ed25519 } from "./ed25519.js"

const NUMBER = /^(0|[1-9][0-9]{0,14})$/
const ED25519 = 1
const COSIGNATURE = 4
const DASH = "— "

/**
 * @param {string} proof the file @param {Uint8Array} leaf @param {string} vkey the log's key
 * @returns {Promise<Place | null>} null when anything does not fit
 */
export async function checkInclusion(proof, leaf, vkey) {
  const [head = "", text = "", lines = "", ...more] = proof.split("\n\n")
  const path = pathOf(head)
  const tree = more.length ? null : await openCheckpoint(`${text}\n\n${lines}`, vkey)
  if (!path || !tree) return null
  const root = await climbed(path.index, tree.size, await sha256(joined(fromHex("00"), leaf)), path.hashes)
  const { origin, size, checkpoint } = tree
  return root && same(root, tree.root) ? { origin, size, checkpoint, index: path.index } : null
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

/**
 * The tree that a checkpoint speaks of; null unless the log signed it.
 * @param {string} checkpoint @param {string} vkey @returns {Promise<Tree | null>}
 */
export async function openCheckpoint(checkpoint, vkey) {
  const [text = "", lines = "", ...more] = checkpoint.split("\n\n")
  const key = keyOf(vkey, ED25519)
  const tree = more.length ? null : treeOf(`${text}\n`)
  if (!key || !tree || key.name !== tree.origin) return null
  const signature = signatureOf(lines, key, 64)
  const signed = new TextEncoder().encode(`${text}\n`)
  return signature && (await (await ed25519())(signature, signed, key.bytes)) ? { ...tree, checkpoint } : null
}

/**
 * Which of these witnesses signed the checkpoint (C2SP tlog-cosignature).
 * @param {string} checkpoint @param {Record<string, string>} vkeys by name @returns {Promise<string[]>}
 */
export async function cosigners(checkpoint, vkeys) {
  const [text = "", lines = ""] = checkpoint.split("\n\n")
  const verify = await ed25519()
  const names = Object.entries(vkeys).map(async ([name, vkey]) => {
    const key = keyOf(vkey, COSIGNATURE)
    const found = key && signatureOf(lines, key, 72)
    if (!found) return null
    const time = new DataView(joined(found).buffer).getBigUint64(0)
    const signed = new TextEncoder().encode(`cosignature/v1\ntime ${time}\n${text}\n`)
    return time && (await verify(found.subarray(8), signed, key.bytes)) ? name : null
  })
  return (await Promise.all(names)).filter((name) => name !== null)
}

/**
 * Whether these witnesses are enough (C2SP tlog-policy). No quorum, and nobody was enough.
 * @param {{ groups: Record<string, [number, string[]]>, quorum: string }} policy @param {string[]} signed
 */
export function isMet({ groups, quorum }, signed) {
  /** @param {string} name @returns {boolean} */
  const met = (name) => {
    const group = groups[name]
    return group ? group[1].filter(met).length >= group[0] : signed.includes(name)
  }
  return met(quorum)
}

/**
 * Whether the larger tree extends the smaller one unchanged (RFC 9162, 2.1.4.2).
 * @param {{ size: number, root: Uint8Array }} old @param {{ size: number, root: Uint8Array }} now @param {Uint8Array[]} path
 */
export async function extendsTree(old, now, path) {
  if (old.size === now.size) return !path.length && same(old.root, now.root)
  if (old.size === 0) return !path.length && same(old.root, await sha256(new Uint8Array()))
  return old.size < now.size && path.length > 0 && grew(old, now, path)
}

/** @param {{ size: number, root: Uint8Array }} old @param {{ size: number, root: Uint8Array }} now @param {Uint8Array[]} path */
async function grew(old, now, path) {
  let [first, last] = [old.size - 1, now.size - 1]
  while (first % 2 === 1) [first, last] = [half(first), half(last)]
  // A perfect old tree is where both walks begin.
  const [start, ...siblings] = first === 0 ? [old.root, ...path] : path
  const sides = turns(first, last, siblings.length)
  if (!sides || !start) return false
  let [before, after] = [start, start]
  for (const [at, sibling] of siblings.entries()) {
    if (sides[at]) before = await node(sibling, before)
    after = sides[at] ? await node(sibling, after) : await node(after, sibling)
  }
  return same(before, old.root) && same(after, now.root)
}

/**
 * The answer of /log/tumbuh: a size, hashes, a checkpoint; null when it is none.
 * @param {string} text
 */
export function readGrowth(text) {
  const at = text.indexOf("\n\n")
  const [first = "", ...lines] = text.slice(0, at).split("\n")
  const old = number(first.replace(/^old (?=.)/, ""))
  const path = hashesOf(lines)
  return at > 0 && first.startsWith("old ") && old !== null && path
    ? { old, path, checkpoint: text.slice(at + 2) }
    : null
}

/** A checkpoint: three lines and nothing else. @param {string} text */
function treeOf(text) {
  const [origin = "", sizeLine = "", rootLine = "", end, ...more] = text.split("\n")
  const size = number(sizeLine)
  const [root] = hashesOf([rootLine]) ?? []
  return end === "" && !more.length && size !== null && root ? { origin, size, root } : null
}

/** Split at the first two pluses only: Base64 has its own. @param {string} vkey @param {number} kind */
function keyOf(vkey, kind) {
  const [, name = "", id = "", text = ""] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey) ?? []
  const key = fromBase64(text)
  return key?.length === 33 && key[0] === kind ? { name, id: fromHex(id), bytes: key.subarray(1) } : null
}

/**
 * The line of this very key: two keys may share a name.
 * @param {string} lines @param {{ name: string, id: Uint8Array }} key @param {number} length of the signature
 */
function signatureOf(lines, { name, id }, length) {
  const ours = lines.split("\n").filter((line) => line.startsWith(`${DASH}${name} `))
  const values = ours.map((line) => fromBase64(line.slice(name.length + 3)))
  const found = values.find((value) => value?.length === length + 4 && same(value.subarray(0, 4), id))
  return found?.subarray(4)
}

/** @param {number} index @param {number} size @param {Uint8Array} leaf @param {Uint8Array[]} path */
async function climbed(index, size, leaf, path) {
  const sides = index < size ? turns(index, size - 1, path.length) : null
  if (!sides) return null
  let hash = leaf
  for (const [at, sibling] of path.entries())
    hash = sides[at] ? await node(sibling, hash) : await node(hash, sibling)
  return hash
}

/** For each sibling whether it stands on the left; null: a wrong number of them. @param {number} first @param {number} last @param {number} steps */
function turns(first, last, steps) {
  const sides = []
  for (let step = 0; step < steps; step += 1) {
    if (last === 0) return null
    const left = first % 2 === 1 || first === last
    sides.push(left)
    while (left && first && first % 2 === 0) [first, last] = [half(first), half(last)]
    ;[first, last] = [half(first), half(last)]
  }
  return last === 0 ? sides : null
}

/** Sizes may go beyond 32 bits. @param {number} value */
const half = (value) => Math.floor(value / 2)

/** @param {Uint8Array} left @param {Uint8Array} right */
const node = (left, right) => sha256(joined(fromHex("01"), left, right))

/** @param {string} text */
const number = (text) => (NUMBER.test(text) ? Number(text) : null)
