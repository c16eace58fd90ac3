/** Serah: everything about one handover on one screen; each field is kept the moment it is filled. */
import { el, fill } from "../../shared/dom.js"
import { draftOf, dropDraft, keepDraft } from "../outbox.js"
import { knownTo, policyOf } from "../round.js"
import { holdUpdates } from "../shell.js"
import { alert, button, heading } from "../ui.js"
import { learnDoorWords, say, t } from "../words.js"
import { finishBar } from "./finish.js"
import { checksSection, idSection, recipientSection, signatureSection, waySection } from "./parts.js"
import { photoSection } from "./photo_part.js"

/**
 * @typedef {import("../types.js").Draft} Draft
 * @typedef {object} Job  What the sections of a capture share.
 * @property {import("../app.js").App} app @property {Draft} draft @property {import("../types.js").PackageOut} parcel
 * @property {import("../types.js").PolicyOut} policy
 * @property {(changes: Partial<Draft>) => void} change  Writes into the draft and keeps it.
 * @property {() => Promise<void>} kept  Settles when the last change is stored.
 * @property {(key: string) => void} jump  To the section that lacks something.
 * @property {(() => void)[]} ends
 *
 * @typedef {{ key: string[], node: HTMLElement }} Section
 */

/** @type {import("../app.js").Open} */
export async function open(app, root, proof) {
  const job = await jobOf(app, root, await draftOf(proof))
  if (!job) return () => undefined
  const makers = [recipientSection, checksSection, idSection, photoSection, signatureSection, waySection]
  draw(root, job, makers, [heading(t("deliver")), whose(job)])
  return () => job.ends.forEach((end) => end())
}

/**
 * @param {HTMLElement} root @param {Job} job @param {((job: Job) => Section | null)[]} makers @param {HTMLElement[]} top
 */
export function draw(root, job, makers, top) {
  const sections = /** @type {Section[]} */ (makers.map((make) => make(job)).filter(Boolean))
  const bar = finishBar(job, sections)
  const change = job.change
  job.change = (changes) => (change(changes), bar.refresh())
  job.jump = (key) =>
    sections
      .find((section) => section.key.includes(key))
      ?.node.scrollIntoView({ block: "start", behavior: "smooth" })
  fill(root, ...top, ...sections.map(({ node }) => node), drop(job), bar.node)
  bar.refresh()
}

/** @param {import("../app.js").App} app @param {HTMLElement} root @param {Draft | undefined} draft @returns {Promise<Job | null>} */
export async function jobOf(app, root, draft) {
  const [known] = await Promise.all([knownTo(app.session?.user ?? ""), learnDoorWords()])
  const parcel = known.parcels.find(({ pkg }) => pkg === draft?.pkg)
  const policy = known.round && parcel ? policyOf(known.round, parcel) : null
  if (draft && parcel && policy && draft.user === app.session?.user)
    return newJob(app, { draft, parcel, policy }, () => warnOnce(root))
  fill(
    root,
    heading(t("deliver")),
    alert(t(whyNot(draft, parcel)), "warn"),
    button(t("nav_round"), "quiet wide", () => app.go("putaran")),
  )
  return null
}

/** @param {Draft | undefined} draft @param {Job["parcel"] | undefined} parcel @returns {string} key of the words */
function whyNot(draft, parcel) {
  if (!draft) return "saved_already"
  return parcel ? "no_policy" : "not_in_round"
}

/** Writing goes on in memory; "Selesai" tries again. @param {HTMLElement} root */
function warnOnce(root) {
  if (!root.querySelector(".not-kept"))
    root.prepend(el("div", { class: "not-kept" }, alert(t("draft_not_kept"), "bad")))
}

/** @param {import("../app.js").App} app @param {Pick<Job, "draft" | "parcel" | "policy">} what @param {() => void} warn @returns {Job} */
function newJob(app, { draft, parcel, policy }, warn) {
  /** @type {Promise<void>} */
  let keeping = Promise.resolve()
  /** @param {Partial<Draft>} changes */
  function change(changes) {
    Object.assign(draft, changes)
    const snapshot = { ...draft }
    keeping = keeping.catch(() => undefined).then(() => keepDraft(snapshot))
    keeping.catch(() => warn())
  }
  return {
    app,
    draft,
    parcel,
    policy,
    change,
    kept: () => keeping,
    jump: () => undefined,
    ends: [holdUpdates()],
  }
}

/** @param {Job} job */
export function whose({ parcel, policy }) {
  const { recipient, alias } = parcel
  return el(
    "header",
    { class: "whose" },
    el("strong", {}, recipient.name),
    el("p", {}, recipient.address),
    recipient.note ? el("p", { class: "note" }, recipient.note) : null,
    el("small", { class: "muted" }, `${alias} · ${say("rule", policy.recipient_rule)}`),
  )
}

/** Two taps, so that nothing goes by accident. @param {Job} job */
function drop(job) {
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
