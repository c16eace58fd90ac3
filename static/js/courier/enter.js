/** A package met at the door: what was only assigned is taken over first, then its handover opens. */
import { acceptAll } from "./accept.js"
import { keepDraft, openDraft } from "./drafts.js"
import { isToAccept } from "./round.js"

/** @param {import("./app.js").App} app @param {import("./types.js").PackageOut} parcel */
export async function enter(app, parcel) {
  if (isToAccept(parcel)) await acceptAll(app, [parcel])
  const draft = await openDraft(app.session?.user ?? "", parcel.pkg, "delivered")
  await keepDraft(draft)
  app.go(`serah/${draft.proof}`)
}
