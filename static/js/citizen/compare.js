/**
 * "Does today's log still contain what I remember?" The growth is checked here, against the checkpoint that was kept.
 * @typedef {"extends" | "same" | "rewritten" | "not-ours" | "rolled-back" | "no-network"} Verdict
 * @typedef {{ verdict: Verdict, old: number | null, now: number | null }} Compared
 */
import { extendsTree, openCheckpoint, readGrowth } from "./tlog.js"

const PROOF = /^c2sp\.org\/tlog-proof@v1\n/
const CHECKPOINT = /^[^\n]+\n[0-9]+\n[A-Za-z0-9+/=]+\n\n— /

/** The checkpoint in a text: it is one, or a `.tlog-proof` carries it; null for anything else. @param {string} text */
export function keptCheckpoint(text) {
  const clean = `${text.replaceAll("\r\n", "\n").trim()}\n`
  const found = PROOF.test(clean) ? clean.slice(clean.indexOf("\n\n") + 2) : clean
  return CHECKPOINT.test(found) ? found : null
}

/** @param {string} kept @param {string} vkey the log's key @param {typeof fetch} [send] @returns {Promise<Compared>} */
export async function compareCheckpoint(kept, vkey, send = fetch) {
  const old = await openCheckpoint(kept, vkey)
  if (!old) return { verdict: "not-ours", old: null, now: null }
  const { growth, now } = await todays(old, vkey, send)
  const sizes = { old: old.size, now: now ? now.size : null }
  if (!now) return { verdict: "no-network", ...sizes }
  if (now.size < old.size) return { verdict: "rolled-back", ...sizes }
  return { verdict: growth ? await judged(old, now, growth.path) : "no-network", ...sizes }
}

/**
 * The log as it stands, signed; and how it grew from this very tree, if it says so.
 * @param {import("./tlog.js").Tree} old @param {string} vkey @param {typeof fetch} send
 */
async function todays(old, vkey, send) {
  const said = readGrowth((await asked(`/log/tumbuh/${old.size}`, send)) ?? "")
  const checkpoint = said ? said.checkpoint : await asked("/log/checkpoint", send)
  return {
    growth: said?.old === old.size ? said : null,
    now: checkpoint ? await openCheckpoint(checkpoint, vkey) : null,
  }
}

/**
 * @param {import("./tlog.js").Tree} old @param {import("./tlog.js").Tree} now @param {Uint8Array[]} path
 * @returns {Promise<Verdict>}
 */
async function judged(old, now, path) {
  if (!(await extendsTree(old, now, path))) return "rewritten"
  return old.size === now.size ? "same" : "extends"
}

/** The text at an address of the log; null: it cannot be had. @param {string} path @param {typeof fetch} send */
async function asked(path, send) {
  const answer = await send(path, { cache: "no-store" }).catch(() => null)
  return answer?.ok ? answer.text().catch(() => null) : null
}
