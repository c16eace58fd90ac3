/** "Terima": taking packages over from the office is an act of custody like any other, signed and queued. */
import { freeze } from "./freeze.js"
import { pickUp } from "./needs.js"
import { keepDraft, openDraft } from "./outbox.js"
import { isToAccept } from "./round.js"

/** @param {import("./app.js").App} app @param {import("./types.js").PackageOut[]} parcels that wait to be accepted */
export async function acceptAll(app, parcels) {
  const user = app.session?.user
  if (!user) return
  for (const parcel of parcels) await freeze(pickUp(user, parcel), app.app)
}

/** A package met at the door: what was only assigned is taken over first, then its handover opens. @param {import("./app.js").App} app @param {import("./types.js").PackageOut} parcel */
export async function enter(app, parcel) {
  if (isToAccept(parcel)) await acceptAll(app, [parcel])
  const draft = await openDraft(app.session?.user ?? "", parcel.pkg, "delivered")
  await keepDraft(draft)
  app.go(`serah/${draft.proof}`)
}
