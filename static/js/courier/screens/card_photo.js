/** The photo of an old card: aim, hold, cover, keep. What the camera saw stays in memory alone, until the bars are burnt in. */
import { el, fill } from "../../shared/dom.js"
import { openCamera } from "../camera.js"
import { burnt } from "../mask.js"
import { PhotoFailed } from "../photo.js"
import { alert, busy, button } from "../ui.js"
import { t } from "../words.js"
import { maskOver } from "./mask_over.js"

/**
 * @typedef {import("../types.js").Part} Part
 * @typedef {object} Stage
 * @property {HTMLElement} box @property {HTMLElement} said
 * @property {(photo: Part | null) => void} kept @property {(() => void)[]} ends
 */

/** @param {Part | null} photo @param {Pick<Stage, "kept" | "ends">} given */
export function cardPhoto(photo, given) {
  const stage = { ...given, box: el("div", { class: "stage" }), said: el("div", { "aria-live": "polite" }) }
  if (photo) showPhoto(stage, photo)
  else showStart(stage)
  return el("div", {}, stage.box, stage.said)
}

/** @param {Stage} stage */
function showStart(stage) {
  const start = button(t("card.camera"), "quiet wide", () => void busy(start, () => aim(stage)), "camera")
  start.dataset.do = "card-camera"
  fill(stage.box, start)
}

/** In the page alone: the phone's own camera app would keep the picture. @param {Stage} stage */
async function aim(stage) {
  try {
    const video = await openCamera()
    const take = button(
      t("card.shutter"),
      "wide big",
      () => void busy(take, () => hold(stage, video)),
      "camera",
    )
    take.dataset.do = "card-shutter"
    fill(stage.said)
    fill(stage.box, el("div", { class: "viewfinder" }, video), take)
    void video.play().catch(() => undefined)
  } catch {
    fill(stage.said, alert(t("card.no_camera"), "warn"))
  }
}

/** @param {Stage} stage @param {HTMLVideoElement} video */
async function hold(stage, video) {
  const bitmap = await createImageBitmap(video).catch(() => null)
  giveBack(video)
  if (!bitmap) return fill(stage.said, alert(t("photo_no_picture"), "warn"))
  const over = maskOver(bitmap)
  stage.ends.push(over.forget)
  const keep = button(t("card.keep"), "wide big", () => void busy(keep, () => burn(stage, over)), "check")
  keep.dataset.do = "card-keep"
  const again = button(t("retake"), "quiet", () => (over.forget(), void aim(stage)), "camera")
  fill(stage.box, over.node, keep, again)
  over.node.scrollIntoView({ block: "center" })
}

/** There is one camera for the whole form: the handover's own viewfinder gets it back. @param {HTMLVideoElement} video */
function giveBack(video) {
  const finder = document.querySelector("#part-photo .viewfinder")
  if (!finder) return video.remove()
  finder.prepend(video)
  void video.play().catch(() => undefined)
}

/** @param {Stage} stage @param {import("./mask_over.js").Over} over */
async function burn(stage, over) {
  try {
    const made = await burnt(over.bitmap, over.bars())
    over.forget()
    stage.kept(made)
    fill(stage.said)
    showPhoto(stage, made)
  } catch (error) {
    fill(stage.said, alert(t(error instanceof PhotoFailed ? error.message : "photo_broken"), "warn"))
    showStart(stage)
  }
}

/** @param {Stage} stage @param {Part} part */
function showPhoto(stage, part) {
  const src = URL.createObjectURL(new Blob([part.data], { type: part.type }))
  stage.ends.push(() => URL.revokeObjectURL(src))
  const size = { width: part.width, height: part.height, "data-sha256": part.sha256 }
  const retake = button(t("retake"), "quiet", () => (stage.kept(null), void aim(stage)), "camera")
  fill(stage.box, el("figure", { class: "photo" }, el("img", { src, alt: t("card.alt"), ...size })), retake)
}
