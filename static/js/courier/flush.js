/** The single sender: one pass at a time over all tabs, oldest first, one proof at a time (offline.md 9). */
import { waitMs } from "./backoff.js"
import { stopsThePass } from "./verdict.js"

/**
 * @typedef {import("./types.js").WaitingRow} WaitingRow
 * @typedef {import("./upload.js").Outcome} Outcome
 *
 * @typedef {object} Ports
 * @property {() => Promise<string | null>} whoIsIn
 * @property {(user: string) => Promise<WaitingRow[]>} waitingOf  With those of other trips on this phone, oldest first.
 * @property {(row: WaitingRow) => Promise<Outcome>} sendProof
 * @property {(row: WaitingRow, outcome: Outcome) => Promise<void>} note  Writes the outcome into the outbox.
 * @property {(user: string) => Promise<"open" | "refused" | "unreachable">} reopen  The session, by the device key.
 * @property {(proof: string | null) => void} sending  Tells the screens.
 * @property {(user: string, yields: () => Promise<boolean>) => Promise<unknown>} [lookAfter]  What else needs the line and the lock, once nothing is due; `yields` says when something is.
 * @property {Pick<LockManager, "request">} locks
 * @property {(work: () => void, ms: number) => unknown} [later] @property {() => number} [mono] @property {() => number} [random]
 */

const IDLE_MS = 300_000
const BROKEN_MS = 5_000
const SOON_MS = 1_000

export class Flusher {
  /** Waits live in this page and on the monotonic clock: a wrong device clock can never stop a proof. @type {Map<string, { tries: number, until: number }>} */
  #waits = new Map()
  /** @type {unknown} */
  #timer = null
  /** Whose session was opened anew in this pass. @type {Set<string>} */
  #reopened = new Set()
  /** The last pass met a dead line, or a server that says no: then the waits count, not what else is due. */
  #stopped = false
  /** @type {"idle" | "paused" | "refused"} why nothing is sent, for the screens */
  state = "idle"

  /** @param {Ports} ports */
  constructor(ports) {
    this.ports = {
      later: (/** @type {() => void} */ work, /** @type {number} */ ms) => setTimeout(work, ms),
      mono: () => performance.now(),
      random: Math.random,
      ...ports,
    }
  }

  /** Send what is due. Somebody else sending already is as good. Whatever breaks on the way, it comes back. */
  async flush() {
    try {
      await this.ports.locks.request("outbox", { ifAvailable: true }, (lock) =>
        lock ? this.#pass() : undefined,
      )
    } catch {
      return this.#comeBackIn(BROKEN_MS)
    }
    await this.#comeBack().catch(() => this.#comeBackIn(BROKEN_MS))
  }

  /** A person's tap cancels every wait. */
  async flushNow() {
    this.#waits.clear()
    await this.flush()
  }

  async #pass() {
    const user = await this.ports.whoIsIn()
    this.#reopened.clear()
    this.#stopped = false
    this.state = "idle"
    for (let row = await this.#next(user); row && user; row = await this.#next(user)) {
      if (await this.#stopsAfter(row, user)) return
    }
    if (user) await this.ports.lookAfter?.(user, () => this.#yields(user))
  }

  /** @param {string} user */
  async #yields(user) {
    return user !== (await this.ports.whoIsIn()) || (await this.#next(user)) !== undefined
  }

  /** Queue and user are read again for every proof: other tabs write too, and sign in as others. @param {string | null} user */
  async #next(user) {
    const rows = user && user === (await this.ports.whoIsIn()) ? await this.ports.waitingOf(user) : []
    return dueRow(rows, this.#isDue)
  }

  /** @param {WaitingRow} row */
  #isDue = ({ proof }) => (this.#waits.get(proof)?.until ?? 0) <= this.ports.mono()

  /** @param {WaitingRow} row @param {string} user @returns {Promise<boolean>} */
  async #stopsAfter(row, user) {
    this.ports.sending(row.proof)
    const outcome = await this.ports
      .sendProof(row)
      .catch(broken)
      .finally(() => this.ports.sending(null))
    const own = row.user === user
    if (outcome.verdict === "session" && (await this.#reopens(row.user, own))) return false
    // Before it is written down: that wakes this sender, which must find the wait.
    if (outcome.verdict !== "sent" && outcome.verdict !== "park") this.#wait(row.proof, outcome.retryAfterMs)
    if (outcome.verdict === "pause" && own) this.state = "refused"
    // What the server says to the key of another trip holds up nobody else.
    this.#stopped = stopsThePass(outcome.verdict, outcome.status) && (own || outcome.verdict === "again")
    await this.ports.note(row, outcome)
    return this.#stopped
  }

  /** Once per pass and courier. A lost network is not a sign-out. @param {string} user @param {boolean} own */
  async #reopens(user, own) {
    if (this.#reopened.has(user)) return false
    this.#reopened.add(user)
    const answer = await this.ports.reopen(user)
    if (answer === "refused" && own) this.state = "paused"
    return answer === "open"
  }

  /** @param {string} proof @param {number} atLeast */
  #wait(proof, atLeast) {
    const tries = (this.#waits.get(proof)?.tries ?? 0) + 1
    const ms = Math.max(atLeast, waitMs(tries, this.ports.random))
    this.#waits.set(proof, { tries, until: this.ports.mono() + ms })
  }

  /** There is no last try. What is due has only met a taken lock: that is free again soon. */
  async #comeBack() {
    const user = await this.ports.whoIsIn()
    const rows = user ? (await this.ports.waitingOf(user)).filter(({ state }) => state === "waiting") : []
    if (rows.length === 0) return
    if (!this.#stopped && dueRow(rows, this.#isDue)) return this.#comeBackIn(SOON_MS)
    const untils = rows.map(({ proof }) => this.#waits.get(proof)?.until ?? Infinity)
    this.#comeBackIn(Math.min(IDLE_MS, Math.max(SOON_MS, Math.min(...untils) - this.ports.mono())))
  }

  /** @param {number} ms */
  #comeBackIn(ms) {
    clearTimeout(/** @type {any} */ (this.#timer))
    this.#timer = this.ports.later(() => void this.flush(), ms)
  }
}

/** A fault in this phone while one proof was on its way: that one waits, the others go. @returns {Outcome} */
function broken() {
  return {
    verdict: "again",
    status: 500,
    code: "broken",
    detail: "",
    retryAfterMs: 0,
    missing: [],
    ack: null,
  }
}

/**
 * The oldest proof that may go now. Custody goes in order: nothing overtakes an earlier waiting act on the same package,
 * and no pick-up its courier's declaration before it, which is of no package.
 * @param {WaitingRow[]} rows oldest first @param {(row: WaitingRow) => boolean} isDue
 */
export function dueRow(rows, isDue) {
  const held = new Set()
  for (const row of rows.filter(({ state }) => state === "waiting")) {
    const behind = held.has(row.pkg) || (row.outcome === "picked_up" && held.has(row.user))
    if (!behind && isDue(row)) return row
    held.add(row.pkg || row.user)
  }
  return undefined
}
