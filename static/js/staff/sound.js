/** Two short tones: the officer looks at the envelope, not at the screen. */

const HERTZ = { good: 880, bad: 220 }
const SECONDS = { good: 0.09, bad: 0.35 }

/** @type {AudioContext | undefined} */
let speaker

/** @param {"good" | "bad"} tone  Silent where the computer has no sound. */
export function beep(tone) {
  try {
    speaker ??= new AudioContext()
    const voice = speaker.createOscillator()
    const volume = speaker.createGain()
    volume.gain.value = 0.15
    voice.frequency.value = HERTZ[tone]
    voice.connect(volume).connect(speaker.destination)
    voice.start()
    voice.stop(speaker.currentTime + SECONDS[tone])
  } catch {
    speaker = undefined
  }
}
