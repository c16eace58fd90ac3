/** Cadangan antrean: the unsent proofs as a file for the office, when they cannot be sent. */
import { el, fill } from "../../shared/dom.js"
import { exported, fingerprint, inFiles, megabytes } from "../export.js"
import { thumbprint } from "../jws.js"
import { partOf, unsentHere } from "../outbox.js"
import { refreshSession } from "../session.js"
import { alert, busy, button, heading } from "../ui.js"
import { sessionOf } from "../who.js"
import { learnExportWords, t } from "../words.js"

/**
 * @typedef {import("../types.js").WaitingRow} WaitingRow
 * @typedef {import("../who.js").SessionRow} SessionRow
 * @typedef {Pick<import("../export.js").Ports, "partOf"> & { made?: () => void }} Source  `made`: told when the file is there.
 * @typedef {Source & { app: import("../app.js").App, session: SessionRow, said: HTMLElement }} Desk
 */

/** @type {import("../app.js").Open} */
export async function open(app, root, piece) {
  await learnExportWords()
  const back = button(t("back"), "plain", () => app.go("antrean"), "chevron-left")
  fill(root, back, heading(t("export_title")), ...(await body(app, piece)))
  return () => undefined
}

/** @param {import("../app.js").App} app @param {string} piece one proof, or all */
async function body(app, piece) {
  const rows = (await unsentHere(app.session?.user ?? "")).filter(
    ({ proof, outcome }) => outcome !== "shift" && (!piece || proof === piece),
  )
  if (!rows.length) return [alert(t("export_none"), "info")]
  return [
    el("p", {}, t("export_what")),
    ...(await hatches(app, rows)),
    el("p", { class: "muted" }, t("export_stays")),
  ]
}

/** A file holds the proofs of one courier: it brings what tells the office whose they are. @param {import("../app.js").App} app @param {WaitingRow[]} rows */
async function hatches(app, rows) {
  const users = [...new Set(rows.map(({ user }) => user))]
  const each = users.map(async (user) => {
    const session = await sessionOf(user)
    const mine = rows.filter((row) => row.user === user)
    return hatch({ ...app, session: session ?? null }, mine, { partOf })
  })
  return (await Promise.all(each)).flat()
}

/** From proofs to a file, or why not. @param {import("../app.js").App} app @param {WaitingRow[]} rows @param {Source} source */
export async function hatch(app, rows, source) {
  const session = await withKey(app.session)
  if (!session) return [alert(t("export_no_key"), "warn")]
  const said = el("div", { class: "export-said", "aria-live": "polite" })
  const desk = { ...source, app, session, said }
  return [
    await facts(rows, session),
    ...inFiles(rows).map((some, i, all) => maker(desk, some, i, all.length)),
    said,
  ]
}

/** A session of an older app has no key yet; a line brings it. @param {SessionRow | null} session @returns {Promise<SessionRow | null>} */
async function withKey(session) {
  if (!session || session.queue_key) return session
  const fresh = await refreshSession(session.user)
  return fresh?.queue_key ? fresh : null
}

/** @param {WaitingRow[]} rows @param {SessionRow} session */
async function facts(rows, { queue_key }) {
  const size = new Intl.NumberFormat("id-ID", { maximumFractionDigits: 1 }).format(megabytes(rows))
  const print = el(
    "code",
    { class: "fingerprint", translate: "no" },
    fingerprint(await thumbprint(queue_key)),
  )
  return el(
    "div",
    { class: "card" },
    el(
      "dl",
      { class: "facts" },
      ...[el("dt", {}, t("export_count")), el("dd", {}, String(rows.length))],
      ...[el("dt", {}, t("export_size")), el("dd", {}, t("export_megabytes", { n: size }))],
      ...[el("dt", {}, t("export_key")), el("dd", {}, print)],
    ),
    el("p", { class: "muted" }, t("export_key_hint")),
  )
}

/** @param {Desk} desk @param {WaitingRow[]} rows @param {number} i @param {number} all */
function maker(desk, rows, i, all) {
  const words = all > 1 ? t("export_make_of", { n: i + 1, all }) : t("export_make")
  const press = button(
    words,
    "wide big",
    () => void busy(press, () => makeOnce(desk, rows, press)),
    "download",
  )
  press.dataset.do = "make-file"
  return press
}

/** Once the file is there, the button that hands it on is the one to press. @param {Desk} desk @param {WaitingRow[]} rows @param {HTMLElement} press */
async function makeOnce(desk, rows, press) {
  await make(desk, rows)
  press.classList.add("quiet")
}

/** @param {Desk} desk @param {WaitingRow[]} rows */
async function make({ app, session, said, partOf: source, made }, rows) {
  const tell = (/** @type {number} */ n) =>
    fill(said, el("p", {}, t("export_making", { n, all: rows.length })))
  try {
    tell(0)
    ready(said, await exported(rows, session, { partOf: source, app: app.app, tell }))
    made?.()
  } catch {
    fill(said, alert(t("export_failed"), "bad"))
  }
}

/** Sharing wants a tap of its own: the one before is too long ago when the file is large. @param {HTMLElement} said @param {import("../export.js").Exported} made */
function ready(said, { file, proofs, left }) {
  const note = el("div", { class: "export-said", role: "status" })
  const lost = left.length > 0 && alert(t("export_left", { n: left.length }), "bad")
  if (!proofs.length) return fill(said, lost)
  const can = navigator.canShare?.({ files: [file] }) ?? false
  const share = can && button(t("export_share"), "wide big", () => void sharing(file, note), "upload")
  if (share) share.dataset.do = "share-file"
  const save = button(t("export_save"), `wide ${can ? "quiet" : "big"}`, () => saving(file, note), "download")
  save.dataset.do = "save-file"
  fill(said, lost, alert(t("export_ready", { name: file.name }), "good"), share, save, note)
}

/** @param {File} file @param {HTMLElement} note */
async function sharing(file, note) {
  const done = await navigator.share({ files: [file] }).then(
    () => true,
    () => false,
  )
  fill(note, alert(t(done ? "export_shared" : "export_not_shared"), done ? "info" : "warn"))
}

/** @param {File} file @param {HTMLElement} note */
function saving(file, note) {
  const address = URL.createObjectURL(file)
  el("a", { href: address, download: file.name }).click()
  // The browser has begun to copy by then; without this the file would stay until the app is closed.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
  fill(note, alert(t("export_saved"), "info"))
}
