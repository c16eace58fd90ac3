/** Two clocks: the device's, which may lie or be set anew at any moment, and the monotonic one, which stops in a phone's sleep. */

/** @typedef {{ device: number, mono: number }} Reading  Both clocks at one moment, in milliseconds. */

const SKEW_MS = 600_000

/** @type {(Reading & { offset: number }) | null} the server's time minus the device's, and when that was learnt */
let sample = null
/** How the two clocks stood to each other when this page began. */
const begin = now()
/** GPS keeps a clock of its own: its time minus the device's, at the last fresh fix. @type {number | null} */
let gpsOffset = null

/** @returns {Reading} */
function now() {
  return { device: Date.now(), mono: performance.now() }
}

/** @param {number} serverMs from `server_time` or our own header @param {number} [device] @param {number} [mono] */
export function noteServerTime(serverMs, device = Date.now(), mono = performance.now()) {
  if (Number.isFinite(serverMs)) sample = { offset: Math.round(serverMs - device), device, mono }
}

/** @param {number} fixMs time of a fix that has just come in @param {number} [device] */
export function noteFixTime(fixMs, device = Date.now()) {
  gpsOffset = fixMs - device
}

/**
 * What a manifest says of the clocks. A clock that was set back since the last server time has the offset of its new
 * setting; one that ran ahead may have slept, and the server finds out by the time of arrival.
 * @param {number} [device] @param {number} [mono]
 */
export function clockFrame(device = Date.now(), mono = performance.now()) {
  const back = sample ? Math.max(0, setBackBy({ device, mono })) : 0
  return {
    captured_at: new Date(device).toISOString(),
    mono_ms: sample && Math.round(mono - sample.mono),
    offset_ms: sample && Math.round(sample.offset + (back > SKEW_MS ? back : 0)),
  }
}

/** How much less the device's clock went on than the monotonic one. @param {Reading} at @returns {number} */
function setBackBy({ device, mono }) {
  const base = sample ?? begin
  return mono - base.mono - (device - base.device)
}

/** The server's time as far as this page knows it, in milliseconds. @param {number} [device] */
export const serverNow = (device = Date.now()) => device + (sample?.offset ?? 0)

/** It is later than this by the server, whatever the device's clock was set to meanwhile; null when no server has spoken. @param {number} [mono] */
export const serverAtLeast = (mono = performance.now()) =>
  sample && sample.device + sample.offset + mono - sample.mono

/** @returns {boolean} no answer of a server has come yet */
export const timeIsUnknown = () => sample === null

/**
 * The device is more than ten minutes off: by the server, or since then set back, or set on as GPS says. A clock that only
 * ran ahead of the monotonic one may be right: phones sleep.
 * @param {Reading} [at] @returns {boolean}
 */
export function clockIsWrong(at = now()) {
  const back = setBackBy(at)
  const byGps = gpsOffset !== null && Math.abs(gpsOffset) > SKEW_MS
  if (back > SKEW_MS) return true
  if (sample === null || back < -SKEW_MS) return byGps
  return Math.abs(sample.offset) > SKEW_MS
}
