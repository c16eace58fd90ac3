import assert from "node:assert/strict"
import { readdirSync, readFileSync } from "node:fs"
import { test } from "node:test"
import * as cardEn from "../../static/js/courier/words_card_en.js"
import * as cardId from "../../static/js/courier/words_card_id.js"
import * as doorEn from "../../static/js/courier/words_door_en.js"
import * as doorId from "../../static/js/courier/words_door_id.js"
import * as failedEn from "../../static/js/courier/words_failed_en.js"
import * as failedId from "../../static/js/courier/words_failed_id.js"
import * as feeEn from "../../static/js/courier/words_fee_en.js"
import * as feeId from "../../static/js/courier/words_fee_id.js"
import * as metEn from "../../static/js/courier/words_met_en.js"
import * as metId from "../../static/js/courier/words_met_id.js"
import * as en from "../../static/js/courier/words_en.js"
import * as id from "../../static/js/courier/words_id.js"
import * as exportEn from "../../static/js/courier/words_export_en.js"
import * as exportId from "../../static/js/courier/words_export_id.js"
import * as installEn from "../../static/js/courier/words_install_en.js"
import * as installId from "../../static/js/courier/words_install_id.js"
import * as ownPhoneEn from "../../static/js/courier/words_own_phone_en.js"
import * as ownPhoneId from "../../static/js/courier/words_own_phone_id.js"
import * as paperEn from "../../static/js/courier/words_paper_en.js"
import * as paperId from "../../static/js/courier/words_paper_id.js"
import * as questionsEn from "../../static/js/courier/words_questions_en.js"
import * as questionsId from "../../static/js/courier/words_questions_id.js"
import * as revokedEn from "../../static/js/courier/words_revoked_en.js"
import * as revokedId from "../../static/js/courier/words_revoked_id.js"
import * as shiftEn from "../../static/js/courier/words_shift_en.js"
import * as shiftId from "../../static/js/courier/words_shift_id.js"
import * as unsavedEn from "../../static/js/courier/words_unsaved_en.js"
import * as unsavedId from "../../static/js/courier/words_unsaved_id.js"
import { speaker } from "../../static/js/shared/words.js"

const FOLDER = new URL("../../static/js/courier/", import.meta.url)
const gaps = (/** @type {string} */ text) =>
  [...text.matchAll(/\{(\w+)[^}]*\}/g)].map(([, name]) => name).sort()

for (const [name, first, second] of /** @type {const} */ ([
  ["words", id.words, en.words],
  ["door words", doorId.words, doorEn.words],
  ["words of a failed attempt", failedId.words, failedEn.words],
  ["words beside the recipient's own phone", ownPhoneId.words, ownPhoneEn.words],
  ["fee words", feeId.words, feeEn.words],
  ["scanner's words", metId.words, metEn.words],
  ["words of a withdrawn phone", revokedId.words, revokedEn.words],
  ["words of a letter", paperId.words, paperEn.words],
  ["export words", exportId.words, exportEn.words],
  ["install words", installId.words, installEn.words],
  ["words of an old card", cardId.words, cardEn.words],
  ["words of a proof that could not be kept", unsavedId.words, unsavedEn.words],
  ["shift words", shiftId.words, shiftEn.words],
  ["question words", questionsId.words, questionsEn.words],
])) {
  test(`${name}: both languages are complete and have the same gaps`, () => {
    assert.deepEqual(Object.keys(first), Object.keys(second))
    for (const key of Object.keys(first))
      assert.deepEqual(gaps(first[key] ?? ""), gaps(second[key] ?? ""), key)
  })
}

test("every text that a screen asks for exists", () => {
  const all = {
    ...id.words,
    ...doorId.words,
    ...paperId.words,
    ...failedId.words,
    ...ownPhoneId.words,
    ...feeId.words,
    ...metId.words,
    ...revokedId.words,
    ...exportId.words,
    ...installId.words,
    ...shiftId.words,
    ...unsavedId.words,
    ...cardId.words,
    ...questionsId.words,
  }
  const files = readdirSync(FOLDER, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".js") && !name.includes("words"))
  for (const file of files) {
    const source = readFileSync(new URL(file, FOLDER), "utf8")
    for (const [, key = ""] of source.matchAll(/\bt\("([\w.]+)"/g)) assert.ok(key in all, `${file}: ${key}`)
  }
})

test("a missing text shows its key, never nothing", () => assert.equal(speaker({})("nope"), "nope"))
test("gaps are filled", () => assert.equal(speaker({ a: "{n} dari {m}" })("a", { n: 1, m: 2 }), "1 dari 2"))

for (const [n, said] of /** @type {const} */ ([
  [1, "1 package waits"],
  [2, "2 packages wait"],
  [0, "0 packages wait"],
  [21, "21 packages wait"],
]))
  test(`counted, as English does: ${said}`, () =>
    assert.equal(speaker({ a: "{n, package waits, packages wait}" })("a", { n }), said))

const ENGLISH = [
  ...[en.words, doorEn.words, failedEn.words, ownPhoneEn.words, feeEn.words, metEn.words, revokedEn.words],
  ...[paperEn.words, exportEn.words, installEn.words, cardEn.words, unsavedEn.words, shiftEn.words],
  questionsEn.words,
].flatMap((words) => Object.entries(words))

test("no English sentence counts one thing as several", () =>
  assert.deepEqual(
    ENGLISH.filter(([, text]) => /\{[nm]\} (?:\w+ )?[a-z]{3,}s\b/.test(text)),
    [],
  ))

for (const [key, one, two] of /** @type {const} */ ([
  ["to_accept", "1 package waits for you to accept it", "2 packages wait for you to accept them"],
  ["accept_sure", "Yes, accept 1 package", "Yes, accept 2 packages"],
  ["accepted", "1 package accepted.", "2 packages accepted."],
  [
    "sign_out_refused",
    "Cannot sign out yet: 1 proof is not sent. Send it first.",
    "Cannot sign out yet: 2 proofs are not sent. Send them first.",
  ],
  [
    "sign_out_drafts",
    "Cannot sign out yet: 1 draft is not finished. Open from the queue; on that screen, finish it or press Delete draft.",
    "Cannot sign out yet: 2 drafts are not finished. Open from the queue; on that screen, finish it or press Delete draft.",
  ],
]))
  test(`a courier reads "${one}", and of two "${two}"`, () => {
    const say = speaker(en.words)
    assert.deepEqual([say(key, { n: 1 }), say(key, { n: 2 })], [one, two])
  })

test("what was sent is always named: a package is never called sent", () => {
  const every = [id.words, doorId.words, exportId.words, installId.words, revokedId.words, ownPhoneId.words]
  const sent = every.flatMap((words) => Object.entries(words)).filter(([, text]) => /terkirim/iu.test(text))
  assert.deepEqual(
    sent.filter(([key, text]) => key.startsWith("status.") || !/bukti/iu.test(text)),
    [],
  )
  assert.ok(sent.length > 0)
})
