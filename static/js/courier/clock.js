/** Two clocks: the device's, which may lie, and the monotonic one since the last server time of this page load. */

/** @type {{ offset: number, mono: number } | null} */
let sample = null
const SKEW_WARNING_MS = 600_000

/** @param {number} serverMs from `server_time` or the Date header @param {number} [deviceMs] @param {number} [mono] */
export function noteServerTime(serverMs, deviceMs = Date.now(), mono = performance.now()) {
  if (Number.isFinite(serverMs)) sample = { offset: Math.round(serverMs - deviceMs), mono }
}

/** @param {number} [deviceMs] @param {number} [mono] */
export function clockFrame(deviceMs = Date.now(), mono = performance.now()) {
  return {
    captured_at: new Date(deviceMs).toISOString(),
    mono_ms: sample && Math.round(mono - sample.mono),
    offset_ms: sample && sample.offset,
  }
}

/** The server's time as far as this page knows it, in milliseconds. @param {number} [deviceMs] */
export const serverNow = (deviceMs = Date.now()) => deviceMs + (sample?.offset ?? 0)

/** @returns {boolean} the device is more than ten minutes off */
export function clockIsWrong() {
  return sample !== null && Math.abs(sample.offset) > SKEW_WARNING_MS
}
