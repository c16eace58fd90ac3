/** Two tabs, each with a form of its own for the same package: one delivery is signed, and nothing that was filled in is lost. */
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { custody } from "../../static/js/courier/accept.js"
import { freeze } from "../../static/js/courier/freeze.js"
import * as outbox from "../../static/js/courier/outbox.js"
import { provenKey } from "../../static/js/courier/keys.js"
import { anAct, aParcel, newPhone, PKG, USER } from "./phone.js"

const oneByOne = { request: (/** @type {any} */ _name, /** @type {any} */ work) => work() }

/** @typedef {import("../../static/js/courier/types.js").Act} Act */

/** @param {Partial<Act>} changes */
const done = (changes) => freeze(anAct(changes), "0.1.0+test", oneByOne)

/** A form as a tab opens it: who looks only keeps no draft. @param {"delivered" | "attempt_failed"} [outcome] */
const aForm = (outcome = "delivered") => outbox.openDraft(USER, PKG, outcome)

/** @param {Pick<import("../../static/js/courier/types.js").Draft, "proof" | "since">} form */
const of = ({ proof, since }) => ({ proof, since })

/** @param {string} proof @param {string} verdict */
const answered = (proof, verdict) =>
  outbox.noteAcknowledged(proof, "a.b.c", /** @type {any} */ ({ verdict, reason: null }))

beforeEach(newPhone)

test("a package handed over from another tab meanwhile is not handed over again", async () => {
  const [first, second] = [await aForm(), await aForm()]
  await done(of(first))
  await assert.rejects(done(of(second)), outbox.HandedOver)
  assert.deepEqual(
    (await outbox.waitingOf(USER)).map(({ proof }) => proof),
    [first.proof],
  )
})

test("it says when the package was handed over", async () => {
  const [first, second] = [await aForm(), await aForm()]
  await done(of(first))
  const [row] = await outbox.waitingOf(USER)
  await assert.rejects(done(of(second)), { at: row?.frozen_at })
})

test("what the second tab captured stays as a draft, and uses no number of the key up", async () => {
  const { kid } = await provenKey(USER)
  const [first, second] = [await aForm(), await aForm()]
  await outbox.keepDraft({ ...second, note: "di gerbang" })
  await done(of(first))
  await assert.rejects(done(of(second)))
  assert.deepEqual(
    (await outbox.draftsOf(USER)).map(({ note }) => note),
    ["di gerbang"],
  )
  assert.equal((await outbox.counterOf(kid)).seq, 1)
})

for (const verdict of ["accepted", "kept_for_review"])
  test(`sent meanwhile and answered "${verdict}" it is handed over all the same`, async () => {
    const [first, second] = [await aForm(), await aForm()]
    await done(of(first))
    await answered(first.proof, verdict)
    await assert.rejects(done(of(second)), outbox.HandedOver)
  })

test("nobody gives up on what was handed over from another tab", async () => {
  const [first, second] = [await aForm(), await aForm("attempt_failed")]
  await done(of(first))
  await assert.rejects(done({ ...of(second), outcome: "attempt_failed" }), outbox.HandedOver)
})

test("a phone whose clock was set back tells it as well", async () => {
  const [first, second] = [await aForm(), { ...(await aForm()), opened_at: "2030-01-01T00:00:00.000Z" }]
  await done(of(first))
  await assert.rejects(done(of(second)), outbox.HandedOver)
})

/** @type {[string, () => Promise<Partial<Act>>][]} */
const ALLOWED = [
  [
    "a delivery after an attempt that failed in another tab",
    async () => {
      const form = await aForm()
      await done({ ...of(await aForm("attempt_failed")), outcome: "attempt_failed", reason: "not_home" })
      return of(form)
    },
  ],
  [
    "a delivery whose form was opened after the first, as when the office has voided that one",
    async () => {
      const first = await aForm()
      await done(of(first))
      await answered(first.proof, "accepted")
      return of(await aForm())
    },
  ],
  [
    "the same draft, opened anew after the first",
    async () => {
      const [first, second] = [await aForm(), await aForm()]
      await outbox.keepDraft({ ...second, note: "di gerbang" })
      await done(of(first))
      return of((await outbox.draftOf(second.proof)) ?? first)
    },
  ],
  [
    "bringing back to the office what was handed over",
    async () => {
      await done(of(await aForm()))
      return custody(USER, aParcel(), "returned")
    },
  ],
  [
    "taking over from the office what was handed over once",
    async () => {
      await done(of(await aForm()))
      return custody(USER, aParcel({ attempt: 2 }), "picked_up")
    },
  ],
  [
    "another package",
    async () => {
      const form = await aForm()
      await done({ ...of(await aForm()), parcel: aParcel({ pkg: "7K2M9QX4T1B8ZC3DB" }) })
      return of(form)
    },
  ],
  [
    "what another courier handed over on this phone",
    async () => {
      const form = await aForm()
      await done({ ...of(await aForm()), user: "somebody-else" })
      return of(form)
    },
  ],
  [
    "an old card that comes back with the delivery",
    async () => ({ ...of(await aForm()), old_card: { seal: "AB1234", missing: null, letter: null } }),
  ],
]

for (const [words, given] of ALLOWED)
  test(`kept: ${words}`, async () => {
    const act = await given()
    assert.equal(await done(act), true)
    assert.ok(await outbox.isFinished(String(act.proof)))
  })

test("this tab knows which proofs were finished here", async () => {
  const form = await aForm()
  assert.equal(outbox.isFinishedHere(form.proof), false)
  await done(of(form))
  assert.equal(outbox.isFinishedHere(form.proof), true)
})

test("what another tab finished was not finished here", async () => {
  const act = anAct()
  await done(act)
  const { isFinishedHere } = await import(`../../static/js/courier/outbox.js?${"another-tab"}`)
  assert.equal(isFinishedHere(act.proof), false)
})
