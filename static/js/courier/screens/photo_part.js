/** The photo, from the camera that just read the label; retaken with one tap while it still can be. */
import { el, fill } from "../../shared/dom.js"
import { openCamera, restCamera, reviveCamera } from "../camera.js"
import { isOfGate } from "../outbox.js"
import { PhotoFailed, photoFromVideo } from "../photo.js"
import { alert, busy, button, icon } from "../ui.js"
import { t } from "../words.js"

/** @typedef {import("./capture.js").Job} Job */

/** @param {Job} job @returns {import("./capture.js").Section} */
export function photoSection(job) {
  const stage = el("div", { class: "stage" })
  const said = el("div", { "aria-live": "polite" })
  const node = el(
    "section",
    { class: "part", id: "part-photo" },
    el("h2", {}, t("photo")),
    el("p", { class: "hint" }, t("photo_hint")),
    stage,
    said,
  )
  const parts = { job, stage, said }
  show(parts)
  if (isOfGate(job.draft) && !job.draft.photo) fill(said, alert(t("photo_anew"), "info"))
  const revive = () =>
    document.visibilityState === "visible" && !job.draft.photo && void reviveCamera().catch(() => undefined)
  document.addEventListener("visibilitychange", revive)
  job.ends.push(
    () => document.removeEventListener("visibilitychange", revive),
    restCamera,
    () => forget(stage),
  )
  return { key: ["photo"], node }
}

/** @typedef {{ job: Job, stage: HTMLElement, said: HTMLElement }} Parts */

/** @param {Parts} parts */
function show(parts) {
  forget(parts.stage)
  if (parts.job.draft.photo) showPhoto(parts, parts.job.draft.photo)
  else showCamera(parts)
}

/** @param {Parts} parts */
function showCamera(parts) {
  const shutter = button(
    t("take_photo"),
    "wide big",
    () => void busy(shutter, () => take(parts, async (before) => photoFromVideo(await openCamera(), before))),
    "camera",
  )
  shutter.dataset.do = "shutter"
  const view = el("div", { class: "viewfinder" })
  fill(parts.stage, view, shutter, filePicker(parts))
  openCamera().then(
    (video) => view.isConnected && (view.prepend(video), void video.play().catch(() => undefined)),
    (error) => (
      view.remove(),
      shutter.remove(),
      fill(
        parts.said,
        alert(t(error?.name === "NotAllowedError" ? "camera_denied_photo" : "camera_absent_photo"), "warn"),
      )
    ),
  )
}

/** The phone's own camera app puts the browser in the background: the draft is stored before it opens. @param {Parts} parts */
function filePicker(parts) {
  const input = el("input", {
    type: "file",
    accept: "image/*",
    capture: "environment",
    class: "sr-only",
    onclick: () => parts.job.change({}),
    onchange: picked,
  })
  function picked() {
    const [file] = input.files ?? []
    if (file) void take(parts, (before) => fromFile(file, before))
  }
  return el(
    "label",
    { class: "button plain file-button" },
    icon("phone"),
    el("span", {}, t("pick_photo")),
    input,
  )
}

/** Read first: after an await a picked file can become empty on iOS. @param {File} file @param {string | null} before */
async function fromFile(file, before) {
  const bytes = await file.arrayBuffer()
  return (await import("../photo_file.js")).photoFromFile(bytes, before)
}

/** The photo of the proof before: the same picture twice is a slip of the thumb. */
const last = { proof: "", print: "", before: /** @type {string | null} */ (null) }

/** @param {string} proof @param {string} print */
function remember(proof, print) {
  if (last.proof !== proof) last.before = last.print || null
  Object.assign(last, { proof, print })
}

/** @param {Parts} parts @param {(before: string | null) => Promise<import("../photo.js").Taken>} make */
async function take(parts, make) {
  const { proof } = parts.job.draft
  try {
    const taken = await make(last.proof === proof ? last.before : last.print || null)
    remember(proof, taken.print)
    parts.job.change({
      photo: taken.photo,
      photo_warnings: taken.warnings,
      photo_of: parts.job.draft.outcome,
    })
    fill(parts.said)
    show(parts)
    if (taken.warnings.length) fill(parts.said, warned(parts, taken.warnings))
  } catch (error) {
    fill(parts.said, alert(t(error instanceof PhotoFailed ? error.message : "photo_broken"), "warn"))
  }
}

/** Gentle: the courier decides, and the office reads what the phone saw. @param {Parts} parts @param {string[]} warnings */
function warned(parts, warnings) {
  const words = warnings.map((warning) => t(`photo.${warning}`)).join(" ")
  const again = button(t("retake"), "wide", () => retake(parts), "camera")
  const keep = button(t("keep_photo"), "quiet wide", () => fill(parts.said))
  keep.dataset.do = "keep-photo"
  return alert(words, "warn", again, keep)
}

/** @param {Parts} parts */
function retake(parts) {
  parts.job.change({ photo: null, photo_warnings: [] })
  fill(parts.said)
  show(parts)
}

/** @param {Parts} parts @param {import("../types.js").Part} photo */
function showPhoto(parts, photo) {
  const src = URL.createObjectURL(new Blob([photo.data], { type: photo.type }))
  const again = button(t("retake"), "quiet", () => retake(parts), "camera")
  const picture = el("img", {
    src,
    alt: t("photo_alt"),
    width: photo.width,
    height: photo.height,
    "data-sha256": photo.sha256,
  })
  fill(parts.stage, el("figure", { class: "photo" }, picture), again)
}

/** @param {HTMLElement} stage */
function forget(stage) {
  const picture = stage.querySelector("img")
  if (picture) URL.revokeObjectURL(picture.src)
}
