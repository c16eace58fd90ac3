/** Gagal antar: why, and a photo where the reason can be shown. "Belum sempat" is an honest choice and needs nothing. */
import { el, fill } from "../../shared/dom.js"
import { isLabelId } from "../label.js"
import { photoShows } from "../needs.js"
import { draftOf, openDraft } from "../outbox.js"
import { heading } from "../ui.js"
import { say, t } from "../words.js"
import { draw, jobOf, whose } from "./capture.js"
import { photoSection } from "./photo_part.js"

/** The order of domain.md 5: the frequent ones first. */
const REASONS = [
  ...[
    "not_home",
    "not_eligible",
    "identity_mismatch",
    "code_failed",
    "refused",
    "old_card_missing",
    "address_not_found",
  ],
  ...[
    "moved",
    "deceased",
    "unreachable",
    "reschedule",
    "access_blocked",
    "weather",
    "unsafe",
    "health_protocol",
  ],
  ...[
    "packaging_damaged",
    "seal_broken",
    "not_on_hand",
    "lost_or_stolen",
    "vehicle",
    "courier_unfit",
    "not_attempted",
  ],
  ...["fee_unpaid", "proof_impossible", "recalled", "other"],
]

/** @type {import("../app.js").Open} */
export async function open(app, root, piece) {
  const user = app.session?.user ?? ""
  const draft = isLabelId(piece) ? await openDraft(user, piece, "attempt_failed") : await draftOf(piece)
  const job = await jobOf(app, root, draft)
  if (!job) return () => undefined
  draw(root, job, [reasonSection], [heading(t("failed")), whose(job)])
  return () => job.ends.forEach((end) => end())
}

/** @param {import("./capture.js").Job} job @returns {import("./capture.js").Section} */
function reasonSection(job) {
  const photo = el("div")
  const follow = () => {
    const wanted = photoShows(job.draft.reason, job.policy)
    if (wanted && !photo.firstChild) fill(photo, photoSection(job).node)
    photo.hidden = !wanted
  }
  const choose = (/** @type {string} */ reason) => (job.change({ reason }), follow())
  const one = (/** @type {string} */ reason) =>
    el(
      "label",
      { class: "tick" },
      el("input", {
        type: "radio",
        name: "reason",
        value: reason,
        checked: reason === job.draft.reason,
        onchange: () => choose(reason),
      }),
      el("span", {}, say("reason", reason)),
    )
  const list = el("fieldset", { class: "choices" }, el("legend", {}, t("reason")), ...REASONS.map(one))
  const node = el("section", { class: "part", id: "part-reason" }, list, photo)
  queueMicrotask(follow)
  return { key: ["reason", "photo"], node }
}
