/** Where the phone is. "No fix" and "refused" are recorded values and never block. */
import { noteFixTime } from "./clock.js"

/** @typedef {{ coords: { latitude: number, longitude: number, accuracy: number }, timestamp: number }} Fix */

const STALE_MS = 600_000
const OPTIONS = { enableHighAccuracy: true, maximumAge: 30_000, timeout: 60_000 }
const WHY = /** @type {const} */ ({ 1: "denied", 2: "unavailable", 3: "timeout" })

/** @type {Fix | null} */
let fix = null
/** Its age runs on the monotonic clock: with the phone's own clock wrong every fix would look stale. */
let came = 0
/** @type {"denied" | "timeout" | "unavailable"} */
let why = "timeout"
/** @type {number | null} */
let watch = null

/** Start early: a cold fix without network takes minutes. @param {Geolocation | undefined} [geolocation] */
export function watchPlace(geolocation = navigator.geolocation) {
  if (watch !== null) return
  if (!geolocation) return void (why = "unavailable")
  watch = geolocation.watchPosition(take, noteRefusal, OPTIONS)
}

/** @param {Fix} found */
function take(found) {
  fix = found
  came = performance.now()
  noteFixTime(found.timestamp)
}

export function stopWatchingPlace() {
  if (watch !== null) navigator.geolocation.clearWatch(watch)
  watch = null
  fix = null
}

/** @returns {import("./types.js").Gps} */
export const placeNow = () => gpsOf(fix, why, (fix?.timestamp ?? 0) + performance.now() - came)

/** @returns {Fix | null} */
export const lastFix = () => fix

/**
 * @param {Fix | null} found @param {"denied" | "timeout" | "unavailable"} reason @param {number} now
 * @returns {import("./types.js").Gps} degrees × 10⁷, metres rounded up
 */
export function gpsOf(found, reason, now) {
  if (!found) return { none: reason }
  if (Math.abs(now - found.timestamp) > STALE_MS) return { none: "stale" }
  const { latitude, longitude, accuracy } = found.coords
  return {
    lat_e7: Math.round(latitude * 1e7),
    lon_e7: Math.round(longitude * 1e7),
    acc_m: Math.ceil(accuracy),
    fix_at: new Date(found.timestamp).toISOString(),
  }
}

/** @param {{ code: number }} error */
function noteRefusal({ code }) {
  why = WHY[/** @type {1 | 2 | 3} */ (code)] ?? "unavailable"
  if (why === "denied") fix = null
}
