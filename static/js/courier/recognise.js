/** What a label means to this courier, told without network. A warning never forces a courier to invent a result. */
import { isDone } from "./round.js"

/**
 * @typedef {import("./types.js").PackageOut} PackageOut
 * @typedef {{ kind: "ready" | "accept" | "done" | "duplicate", parcel: PackageOut } | { kind: "unknown" | "foreign", parcel: null }} Recognised
 */

/**
 * @param {string | null} id null when the code is not one of ours @param {PackageOut[]} parcels with this phone's own acts
 * @param {Set<string>} closedHere packages whose delivery was frozen on this phone
 * @returns {Recognised}
 */
export function recognise(id, parcels, closedHere) {
  if (id === null) return { kind: "foreign", parcel: null }
  const parcel = parcels.find(({ pkg }) => pkg === id)
  if (!parcel) return { kind: "unknown", parcel: null }
  if (closedHere.has(id)) return { kind: "duplicate", parcel }
  if (isDone(parcel)) return { kind: "done", parcel }
  return { kind: parcel.status === "assigned" ? "accept" : "ready", parcel }
}
