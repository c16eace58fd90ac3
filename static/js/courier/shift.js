/** Before work: what a region asks a courier to declare, and the signed record of the answer. Works without a network. */
import { clockFrame } from "./clock.js"
import { b64u, sha256, sign, utf8 } from "./jws.js"
import { storedKey } from "./keys.js"
import { counterOf, keepFrozen, sentOf, waitingOf } from "./outbox.js"
import { policyOf } from "./round.js"
import { learnShiftWords, t } from "./words.js"

/**
 * @typedef {import("./types.js").PackageOut} PackageOut
 * @typedef {NonNullable<import("./types.js").PolicyOut["shift"]>} ShiftRule
 * @typedef {{ rule: ShiftRule, policy: { id: string, version: number } }} Asked
 * @typedef {{ temperature: boolean, symptoms?: boolean, mask?: boolean, hands?: boolean }} ShiftAnswers  true: passed
 */

const DAY_MS = 86_400_000
const WIB_MS = 7 * 3_600_000
const PASSES = { fit: true, unfit: false }

/** The strictest rule of these packages; null where none asks. @param {import("./types.js").RoundOut} round @param {PackageOut[]} parcels @returns {Asked | null} */
export function askedOf(round, parcels) {
  const policies = parcels.map((parcel) => policyOf(round, parcel)).filter((policy) => policy?.shift)
  const found = policies.find((policy) => policy?.shift?.mode === "required") ?? policies[0]
  return found?.shift ? { rule: found.shift, policy: { id: found.id, version: found.version } } : null
}

/**
 * What was declared last: today, or on this trip.
 * @param {import("./session.js").SessionRow} session @param {number} [now] @returns {Promise<boolean | null>} null: nothing yet
 */
export async function lastDeclared(session, now = Date.now()) {
  const rows = [...(await waitingOf(session.user)), ...(await sentOf(session.user))]
  const mine = rows.filter(
    ({ outcome, frozen_at }) => outcome === "shift" && (session.kind === "trip" || sameDay(frozen_at, now)),
  )
  const last = mine.sort((a, b) => b.order - a.order)[0]
  return PASSES[/** @type {keyof PASSES} */ (last?.reason ?? "")] ?? null
}

/** In Jawa Tengah. @param {string} iso @param {number} now */
const sameDay = (iso, now) => dayOf(Date.parse(iso)) === dayOf(now)

/** @param {number} ms */
const dayOf = (ms) => Math.floor((ms + WIB_MS) / DAY_MS)

/** @param {ShiftAnswers} answers */
export const isFit = (answers) => !Object.values(answers).includes(false)

/**
 * Signed and queued like a proof, before the first pick-up; without a usable key it goes unsigned.
 * @param {import("./app.js").App} app @param {Asked} asked @param {ShiftAnswers} answers
 */
export async function declare({ session, app }, { policy }, answers) {
  if (!session) return
  await learnShiftWords()
  const shift = crypto.randomUUID()
  const clocks = clockFrame()
  const salt = b64u(crypto.getRandomValues(new Uint8Array(16)))
  const manifest = { v: 1, typ: "pod-shift", salt, shift, ...clocks, policy, answers, app }
  const signed = (await signedShift(session.user, manifest)) ?? (await bareShift(manifest))
  const counter = `shift:${session.user}`
  const shown = { pkg: "", alias: "", name: t("shift.title"), reason: isFit(answers) ? "fit" : "unfit" }
  await keepFrozen(
    {
      ...{ proof: shift, user: session.user, outcome: "shift", ...shown, ...signed, parts: [] },
      ...{ frozen_at: clocks.captured_at, state: "waiting", tries: 0, last: null },
    },
    [],
    { kid: counter, last: await counterOf(counter) },
  )
}

/** @typedef {Pick<import("./types.js").WaitingRow, "body" | "type" | "mh" | "jh" | "kid">} Signed */

/** @param {string} user @param {object} manifest @returns {Promise<Signed | null>} null: no usable key */
async function signedShift(user, manifest) {
  const device = await storedKey(user)
  if (!device) return null
  const bytes = utf8(JSON.stringify(manifest))
  const header = { alg: "ES256", kid: device.kid, typ: "pod-shift+jws" }
  const body = await sign(header, bytes, device.keys.privateKey).catch(() => null)
  if (body === null) return null
  const [mh, jh] = await Promise.all([sha256(bytes), sha256(utf8(body))])
  return { body, type: "application/jose", mh, jh, kid: device.kid }
}

/** @param {object} manifest @returns {Promise<Signed>} */
async function bareShift(manifest) {
  const body = JSON.stringify({ ...manifest, unsigned: "no_key" })
  return { body, type: "application/json", mh: await sha256(utf8(body)), jh: null, kid: null }
}

/** Packages that wait for the declaration, from the button to the screen. @type {string[]} */
let waiting = []

/** @param {PackageOut[]} parcels */
export const holdUntilDeclared = (parcels) => void (waiting = parcels.map(({ pkg }) => pkg))

/** Once: whoever comes back later accepts anew. @returns {string[]} labels */
export function heldLabels() {
  const held = waiting
  waiting = []
  return held
}

/**
 * Whether these packages may be taken over now; where a declaration is asked and not there, the screen that asks for it.
 * @param {import("./app.js").App} app @param {import("./types.js").RoundOut | null} round @param {PackageOut[]} parcels
 */
export async function mayTake(app, round, parcels) {
  const asked = round && askedOf(round, parcels)
  if (!asked || !app.session) return true
  const last = await lastDeclared(app.session)
  if (last === true || (asked.rule.mode === "advice" && (last === false || skipped === app.session.user)))
    return true
  holdUntilDeclared(parcels)
  app.go("sehat")
  return false
}

/** Advice may be put off, until the app is opened again. @type {string | null} */
let skipped = null

/** @param {string} user */
export const skipAdvice = (user) => void (skipped = user)
