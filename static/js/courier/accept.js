/** "Terima": taking packages over from the office is an act of custody like any other, signed and queued. */
import { freeze } from "./freeze.js"
import { pickUp } from "./needs.js"

/** @param {import("./app.js").App} app @param {import("./types.js").PackageOut[]} parcels that wait to be accepted */
export async function acceptAll(app, parcels) {
  const user = app.session?.user
  if (!user) return
  for (const parcel of parcels) await freeze(pickUp(user, parcel), app.app)
}
