/** A scan is felt, heard and seen: iOS cannot vibrate, gloves cannot feel, streets are loud. */

/** @type {AudioContext | null} */
let sound = null

/** Browsers allow sound only after a tap: call from one. */
export function allowSound() {
  if (typeof AudioContext === "undefined") return
  sound ??= new AudioContext()
  void sound.resume()
}

/** @param {"good" | "bad"} what @param {Element} [shown] flashes */
export function signal(what, shown) {
  navigator.vibrate?.(what === "good" ? 80 : [60, 60, 160])
  tone(what === "good" ? [880, 1320] : [220, 180])
  shown?.classList.add(`flash-${what}`)
  setTimeout(() => shown?.classList.remove(`flash-${what}`), 600)
}

/** @param {number[]} pitches */
function tone(pitches) {
  if (sound?.state !== "running") return
  const begin = sound.currentTime
  pitches.forEach((pitch, i) => beep(/** @type {AudioContext} */ (sound), pitch, begin + i * 0.12))
}

/** @param {AudioContext} context @param {number} pitch @param {number} at */
function beep(context, pitch, at) {
  const [voice, volume] = [context.createOscillator(), context.createGain()]
  voice.frequency.value = pitch
  volume.gain.value = 0.2
  voice.connect(volume).connect(context.destination)
  voice.start(at)
  voice.stop(at + 0.11)
}
