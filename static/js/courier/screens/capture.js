/** Serah: everything about one handover on one screen; each field is kept the moment it is filled. */
import { el, fill } from "../../shared/dom.js"
import { keepAwake } from "../awake.js"
import { isLabelId } from "../label.js"
import { inkOf, isTouched } from "../needs.js"
import { draftOf, dropDraft, keepDraft, newDraft, openDraft } from "../outbox.js"
import { isDone, isToAccept, knownTo, policyOf } from "../round.js"
import { holdUpdates } from "../shell.js"
import { alert, badge, button, heading, icon } from "../ui.js"
import { learnDoorWords, rupiah, say, t } from "../words.js"
import { modeSection, placedSection, wipedSection, witnessSection } from "./door_part.js"
import { finishBar, HANDOVER } from "./finish.js"
import {
  checksSection,
  idSection,
  ownPhoneSection,
  recipientSection,
  signatureSection,
  waySection,
} from "./parts.js"
import { photoSection } from "./photo_part.js"

/**
 * @typedef {import("../types.js").Draft} Draft
 * @typedef {object} Job  What the sections of a capture share.
 * @property {import("../app.js").App} app @property {Draft} draft @property {import("../types.js").PackageOut} parcel
 * @property {import("../types.js").PolicyOut} policy @property {import("./finish.js").Way} way
 * @property {(changes: Partial<Draft>) => void} change  Writes into the draft, keeps it and refreshes. Taken off the job at each tap: what is frozen or dropped changes no more.
 * @property {() => Promise<void>} kept  Settles when the last change is stored.
 * @property {(key: string) => void} jump  To the section that lacks something. @property {() => void} refresh  Shows what is asked and missing now: time may complete a draft too.
 * @property {(() => void)[]} ends @property {(part: string) => void} redraw  The whole form, when somebody else filled it in.
 *
 * @typedef {{ key: string[], node: HTMLElement, shown?: () => boolean }} Section  `shown`: whether it is asked now.
 * @typedef {(job: Job) => Section | null} Maker
 */

/** @type {import("../app.js").Open} */
export async function open(app, root, piece) {
  const job = await jobOf(app, root, await draftFor(app, piece, "delivered"), HANDOVER)
  if (!job) return () => undefined
  const makers = [
    ...[recipientSection, modeSection, checksSection, idSection, photoSection, placedSection],
    ...[ownPhoneSection, signatureSection, witnessSection, wipedSection, waySection],
  ]
  for (const part of await wanted(job)) if (part) job.way = part.join(job.way, makers)
  job.redraw = (part) => {
    draw(root, job, makers, [heading(t("deliver")), whose(job)])
    const node = /** @type {HTMLElement | null} */ (root.querySelector(`#${part}`))
    node?.scrollIntoView({ block: "center" })
    node?.focus({ preventScroll: true })
  }
  job.redraw("app")
  job.ends.push(keepAwake())
  return () => leave(job)
}

/** What comes to the phone's memory only where it is asked: the old card, a letter, the fee. @param {Job} job */
const wanted = ({ parcel, policy }) =>
  Promise.all([
    parcel.old_card && import("./card_part.js"),
    policy.papers?.length && import("./paper_part.js"),
    !parcel.fee.free && import("./fee_part.js"),
  ])

/** A package's open draft, or a new one. @param {import("../app.js").App} app @param {string} piece a label or a proof @param {Draft["outcome"]} outcome */
export function draftFor(app, piece, outcome) {
  return isLabelId(piece) ? openDraft(app.session?.user ?? "", piece, outcome) : draftOf(piece)
}

/** A form that was only looked at leaves no draft behind. @param {Job} job */
export function leave(job) {
  job.ends.forEach((end) => end())
  if (!isTouched(job.draft))
    void job
      .kept()
      .then(() => dropDraft(job.draft.proof))
      .catch(() => undefined)
}

/**
 * @param {HTMLElement} root @param {Job} job @param {Maker[]} makers @param {HTMLElement[]} top
 */
export function draw(root, job, makers, top) {
  const sections = /** @type {Section[]} */ (makers.map((make) => make(job)).filter(Boolean))
  const bar = finishBar(job, sections)
  const reveal = () => sections.forEach(({ node, shown }) => shown && (node.hidden = !shown()))
  job.refresh = () => (reveal(), bar.refresh())
  job.jump = (key) => jumpTo(sections.find((section) => section.key.includes(key))?.node, key)
  root.dataset.proof = job.draft.proof
  fill(root, wayOut(), ...top, ...sections.map(({ node }) => node), drop(job), bar.node)
  job.refresh()
}

/** What was filled in stays a draft. */
function wayOut() {
  return el(
    "a",
    { class: "button plain way-out", href: "#/putaran" },
    icon("chevron-left"),
    el("span", {}, t("nav_round")),
  )
}

/** Eye and keyboard go together, to the very field. @param {HTMLElement | undefined} node @param {string} key */
function jumpTo(node, key) {
  if (!node) return
  const place = /** @type {HTMLElement} */ (node.querySelector(`[data-need="${key}"]`) ?? node)
  const field = place.matches(FIELDS) ? place : place.querySelector(FIELDS)
  place.scrollIntoView({ block: "start" })
  if (field instanceof HTMLElement) field.focus({ preventScroll: true })
}

const FIELDS = "input:not(.sr-only), textarea, canvas, button, a[href]"

/** @param {import("../app.js").App} app @param {HTMLElement} root @param {Draft | undefined} draft @param {Job["way"]} way @returns {Promise<Job | null>} */
export async function jobOf(app, root, draft, way) {
  const user = app.session?.user ?? ""
  const [known] = await Promise.all([knownTo(user), learnDoorWords()])
  const parcel = known.parcels.find(({ pkg }) => pkg === draft?.pkg)
  const policy = known.round && parcel ? policyOf(known.round, parcel) : null
  const why = whyNot(draft, parcel)
  if (why || !draft || !parcel || !policy || draft.user !== user) {
    const { sayWhyNot } = await import("./no_job.js")
    return sayWhyNot(app, root, why, parcel, draft)
  }
  const whole = { ...newDraft("", "", "delivered"), ...draft, ink: inkOf(draft.ink) }
  return newJob(app, { draft: whole, parcel, policy, way }, () => warnOnce(root))
}

/** Only what was taken over, and is still in hand or in review, can be handed over. @param {Draft | undefined} draft @param {Job["parcel"] | undefined} parcel @returns {string | null} key of the words */
function whyNot(draft, parcel) {
  if (!draft) return "saved_already"
  if (!parcel) return "not_in_round"
  if (isToAccept(parcel)) return "accept_first"
  return isDone(parcel) && parcel.status !== "in_review" ? "found.done" : null
}

/** Writing goes on in memory; "Selesai" tries again. @param {HTMLElement} root */
function warnOnce(root) {
  if (!root.querySelector(".not-kept"))
    root.prepend(el("div", { class: "not-kept" }, alert(t("draft_not_kept"), "bad")))
}

/** @param {import("../app.js").App} app @param {Pick<Job, "draft" | "parcel" | "policy" | "way">} what @param {() => void} warn @returns {Job} */
function newJob(app, { draft, parcel, policy, way }, warn) {
  /** @type {Promise<void>} */
  let keeping = Promise.resolve()
  /** @param {Partial<Draft>} changes */
  function change(changes) {
    Object.assign(draft, changes)
    const snapshot = { ...draft }
    keeping = keeping.catch(() => undefined).then(() => keepDraft(snapshot))
    keeping.catch(() => warn())
    job.refresh()
  }
  /** @type {Job} */
  const job = {
    app,
    draft,
    parcel,
    policy,
    way,
    change,
    kept: () => keeping,
    jump: () => undefined,
    refresh: () => undefined,
    redraw: () => undefined,
    ends: [holdUpdates()],
  }
  return job
}

/** @param {Job} job */
export function whose({ parcel, policy }) {
  const { recipient, alias, fee } = parcel
  return el(
    "header",
    { class: "whose" },
    el("strong", {}, recipient.name),
    el("p", {}, recipient.address),
    recipient.note ? el("p", { class: "note" }, recipient.note) : null,
    fee.free ? null : el("p", {}, badge(t("fee", { amount: rupiah(fee.amount) }), "warn")),
    el("small", { class: "muted" }, `${alias} · ${say("rule", policy.recipient_rule)}`),
  )
}

/** Two taps, so that nothing goes by accident. @param {Pick<Job, "app" | "draft" | "change" | "kept">} job */
export function drop(job) {
  const sure = async () => {
    job.change = () => undefined
    await job.kept().catch(() => undefined)
    await dropDraft(job.draft.proof)
    job.app.go("putaran")
  }
  const ask = button(t("drop_draft"), "plain", () =>
    fill(
      box,
      el("p", {}, t("drop_sure")),
      button(t("drop_draft"), "danger", () => void sure(), "trash"),
      button(t("cancel"), "quiet", () => fill(box, ask)),
    ),
  )
  const box = el("div", { class: "row centred" }, ask)
  return box
}
