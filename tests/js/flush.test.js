import assert from "node:assert/strict"
import { test } from "node:test"
import { dueRow, Flusher } from "../../static/js/courier/flush.js"
import { aRow, pageLocks, USER } from "./phone.js"

/** @typedef {import("../../static/js/courier/types.js").WaitingRow} WaitingRow */

/** @param {string} verdict @param {number} [status] */
const outcome = (verdict, status = 0) =>
  /** @type {any} */ ({ verdict, status, code: "", detail: "", retryAfterMs: 0, missing: [], ack: null })

/** A queue in memory and a line that answers from `answers`, one per send; then everything is sent. */
function aPhone(/** @type {WaitingRow[]} */ rows, /** @type {any[]} */ answers = []) {
  const queue = [...rows]
  /** @type {string[]} */
  const log = []
  let now = 0
  const ports = {
    whoIsIn: async () => USER,
    waitingOf: async (/** @type {string} */ user) => queue.filter((row) => row.user === user),
    sendProof: async (/** @type {WaitingRow} */ row) => (
      log.push(row.proof),
      answers.shift() ?? outcome("sent", 201)
    ),
    note: async (/** @type {WaitingRow} */ row, /** @type {any} */ { verdict }) => {
      const place = queue.findIndex(({ proof }) => proof === row.proof)
      if (verdict === "sent") queue.splice(place, 1)
      if (verdict === "park") queue.splice(place, 1, { ...row, state: "attention" })
    },
    reopen: async () => /** @type {const} */ ("open"),
    sending: () => {},
    locks: pageLocks(),
    later: (/** @type {() => void} */ _work, /** @type {number} */ ms) => void log.push(`later ${ms}`),
    mono: () => now,
    random: () => 1,
  }
  return {
    queue,
    log,
    ports,
    sent: () => log.filter((line) => !line.startsWith("later")),
    wait: (/** @type {number} */ ms) => (now += ms),
  }
}

const A = aRow({ proof: "a", pkg: "P1" })
const B = aRow({ proof: "b", pkg: "P2" })

test("the queue is sent oldest first until it is empty", async () => {
  const phone = aPhone([A, B])
  await new Flusher(phone.ports).flush()
  assert.deepEqual(phone.log, ["a", "b"])
})

test("two tabs at once: one sends", async () => {
  const phone = aPhone([A, B])
  await Promise.all([new Flusher(phone.ports).flush(), new Flusher(phone.ports).flush()])
  assert.deepEqual(phone.sent(), ["a", "b"])
})

test("a dead line stops the pass and comes back after the wait", async () => {
  const phone = aPhone([A, B], [outcome("again")])
  await new Flusher(phone.ports).flush()
  assert.deepEqual(phone.log, ["a", "later 2000"])
})

test("before its wait is over nothing is tried, and a person's tap cancels the wait", async () => {
  const phone = aPhone([A], [outcome("again")])
  const flusher = new Flusher(phone.ports)
  await flusher.flush()
  await flusher.flush()
  assert.deepEqual(phone.sent(), ["a"])
  await flusher.flushNow()
  assert.deepEqual(phone.queue, [])
})

test("the wait doubles with every failed try", async () => {
  const phone = aPhone([A], [outcome("again"), outcome("again")])
  const flusher = new Flusher(phone.ports)
  await flusher.flush()
  phone.wait(2000)
  await flusher.flush()
  assert.deepEqual(phone.log, ["a", "later 2000", "a", "later 4000"])
})

test("Retry-After is obeyed when it is longer", async () => {
  const phone = aPhone([A], [{ ...outcome("again", 503), retryAfterMs: 60_000 }])
  await new Flusher(phone.ports).flush()
  assert.deepEqual(phone.log, ["a", "later 60000"])
})

test("a proof that is parked lets the others go", async () => {
  const phone = aPhone([A, B], [outcome("park", 422)])
  await new Flusher(phone.ports).flush()
  assert.deepEqual(phone.sent(), ["a", "b"])
  assert.deepEqual(
    phone.queue.map(({ proof, state }) => [proof, state]),
    [["a", "attention"]],
  )
})

test("an answer 500 for one proof lets the others go", async () => {
  const phone = aPhone([A, B], [outcome("again", 500)])
  await new Flusher(phone.ports).flush()
  assert.deepEqual(phone.sent(), ["a", "b"])
})

test("nothing overtakes an earlier act on the same package", async () => {
  const later = aRow({ proof: "a2", pkg: "P1" })
  const phone = aPhone([A, later, B], [outcome("again", 500)])
  await new Flusher(phone.ports).flush()
  assert.deepEqual(phone.sent(), ["a", "b"])
})

test("a closed session is opened with the device key and the same proof goes again", async () => {
  const phone = aPhone([A], [outcome("session", 401)])
  await new Flusher(phone.ports).flush()
  assert.deepEqual([phone.sent(), phone.queue], [["a", "a"], []])
})

test("a session that stays closed pauses the queue and keeps it", async () => {
  const phone = aPhone([A, B], [outcome("session", 401)])
  const flusher = new Flusher({ ...phone.ports, reopen: async () => "refused" })
  await flusher.flush()
  assert.deepEqual([phone.sent(), phone.queue.length, flusher.state], [["a"], 2, "paused"])
})

test("a server that closes every session again is not asked in a circle", async () => {
  const phone = aPhone([A], [outcome("session", 401), outcome("session", 401), outcome("session", 401)])
  await new Flusher(phone.ports).flush()
  assert.deepEqual(phone.sent(), ["a", "a"])
})

test("403 pauses and says so", async () => {
  const phone = aPhone([A, B], [outcome("pause", 403)])
  const flusher = new Flusher(phone.ports)
  await flusher.flush()
  assert.deepEqual([phone.sent(), flusher.state], [["a"], "refused"])
})

test("nobody signed in: nothing is sent", async () => {
  const phone = aPhone([A])
  await new Flusher({ ...phone.ports, whoIsIn: async () => null }).flush()
  assert.deepEqual(phone.log, [])
})

test("another user's proofs are left alone", async () => {
  const phone = aPhone([aRow({ proof: "theirs", user: "other" }), A])
  await new Flusher(phone.ports).flush()
  assert.deepEqual(phone.sent(), ["a"])
})

test("of several acts on one package only the first may go", () => {
  const rows = [aRow({ proof: "1", pkg: "P" }), aRow({ proof: "2", pkg: "P" })]
  assert.equal(
    dueRow(rows, ({ proof }) => proof === "2"),
    undefined,
  )
})

test("no pick-up overtakes a declaration that waits, and a parked one stops nothing", () => {
  const declared = aRow({ proof: "s", pkg: "", outcome: "shift" })
  const rows = [
    declared,
    aRow({ proof: "1", pkg: "P", outcome: "picked_up" }),
    aRow({ proof: "2", pkg: "Q", outcome: "delivered" }),
  ]
  const due = (/** @type {WaitingRow} */ { proof }) => proof !== "s"
  assert.equal(dueRow(rows, due)?.proof, "2")
  rows[0] = { ...declared, state: "attention" }
  assert.equal(dueRow(rows, due)?.proof, "1")
})

test("a fault of this phone delays one proof and not the others", async () => {
  const phone = aPhone([A, B])
  const sendProof = async (/** @type {WaitingRow} */ row) => {
    if (row.proof === "a") throw new TypeError("a fault of ours")
    return phone.ports.sendProof(row)
  }
  await new Flusher({ ...phone.ports, sendProof }).flush()
  assert.deepEqual(
    [phone.sent(), phone.queue.map(({ proof, state }) => [proof, state])],
    [["b"], [["a", "waiting"]]],
  )
})

test("a database that fails in the middle of a pass is tried again by itself", async () => {
  const phone = aPhone([A])
  const waitingOf = async () => Promise.reject(new DOMException("gone", "UnknownError"))
  await new Flusher({ ...phone.ports, waitingOf }).flush()
  assert.deepEqual(phone.log, ["later 5000"])
})

test("somebody else signing in ends the pass of the first", async () => {
  const phone = aPhone([A, B])
  const users = [USER, USER]
  await new Flusher({ ...phone.ports, whoIsIn: async () => users.shift() ?? "other" }).flush()
  assert.deepEqual(phone.sent(), ["a"])
})

test("a proof that is due while the lock is taken comes back in a second", async () => {
  const phone = aPhone([A])
  await phone.ports.locks.request("outbox", { ifAvailable: true }, () => new Flusher(phone.ports).flush())
  assert.deepEqual(phone.log, ["later 1000"])
})

test("a proof frozen while the phone tidies up makes it yield, and is sent a second later", async () => {
  const phone = aPhone([])
  /** @type {boolean[]} */
  const said = []
  const lookAfter = async (/** @type {string} */ _user, /** @type {() => Promise<boolean>} */ yields) => {
    said.push(await yields())
    phone.queue.push(A)
    said.push(await yields())
  }
  await new Flusher({ ...phone.ports, lookAfter }).flush()
  assert.deepEqual([said, phone.log], [[false, true], ["later 1000"]])
})

test("a proof that must wait, or needs a person, does not keep the phone from tidying up", async () => {
  const phone = aPhone([A, { ...B, state: "attention" }], [outcome("again", 500)])
  /** @type {boolean[]} */
  const said = []
  const lookAfter = async (/** @type {string} */ _user, /** @type {() => Promise<boolean>} */ yields) =>
    void said.push(await yields())
  await new Flusher({ ...phone.ports, lookAfter }).flush()
  assert.deepEqual(said, [false])
})

test("a dead line is not tried every second for the next proof", async () => {
  const phone = aPhone([A, B], [outcome("again")])
  await new Flusher(phone.ports).flush()
  assert.deepEqual(phone.log, ["a", "later 2000"])
})

test("what the failed try itself wakes does not come back before the wait", async () => {
  const phone = aPhone([A, B], [outcome("again")])
  /** @type {Flusher} */
  const flusher = new Flusher({ ...phone.ports, note: async () => flusher.flush() })
  await flusher.flush()
  assert.deepEqual(phone.log, ["a", "later 2000", "later 2000"])
})

/** Left by another trip on this phone. */
const LEFT = aRow({ proof: "left", pkg: "P3", user: "earlier-trip" })

/** A phone whose own queue is followed by what another trip left. @param {WaitingRow[]} own @param {any[]} answers */
function withAnotherTrip(own, answers) {
  const phone = aPhone([...own, LEFT], answers)
  return { ...phone, ports: { ...phone.ports, waitingOf: async () => phone.queue } }
}

test("what another trip left goes in the same pass", async () => {
  const phone = withAnotherTrip([A], [])
  await new Flusher(phone.ports).flush()
  assert.deepEqual(phone.sent(), ["a", "left"])
})

test("a pass that is over is asked for anew, for the trip whose it is", async () => {
  const phone = withAnotherTrip([], [outcome("session", 401)])
  /** @type {string[]} */
  const asked = []
  const reopen = async (/** @type {string} */ user) => (asked.push(user), /** @type {const} */ ("open"))
  await new Flusher({ ...phone.ports, reopen }).flush()
  assert.deepEqual([asked, phone.queue], [["earlier-trip"], []])
})

for (const [what, answer] of /** @type {[string, any][]} */ ([
  ["takes nothing more of another trip", outcome("session", 401)],
  ["has withdrawn the key of another trip", outcome("pause", 403)],
])) {
  test(`a server that ${what} says nothing about this courier`, async () => {
    const phone = withAnotherTrip([], [answer])
    const flusher = new Flusher({ ...phone.ports, reopen: async () => /** @type {const} */ ("refused") })
    await flusher.flush()
    phone.queue.push(B)
    await flusher.flush()
    assert.deepEqual([flusher.state, phone.queue], ["idle", [LEFT]])
  })
}

test("another trip's declaration holds up no pick-up of this one, and its own waits for it", () => {
  const shift = aRow({ proof: "shift", pkg: "", outcome: "shift", user: "earlier-trip" })
  const theirs = aRow({ proof: "theirs", pkg: "P3", outcome: "picked_up", user: "earlier-trip" })
  const mine = aRow({ proof: "mine", pkg: "P4", outcome: "picked_up" })
  const isDue = (/** @type {WaitingRow} */ { proof }) => proof !== "shift"
  assert.equal(dueRow([shift, theirs, mine], isDue)?.proof, "mine")
})
