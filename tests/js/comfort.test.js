/** Light, zoom, lenses, sound, vibration, a screen that stays on, and the ways to reach a recipient: with stubs of a phone. */
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { keepAwake } from "../../static/js/courier/awake.js"
import {
  cameraAbilities,
  closeCamera,
  nextCamera,
  openCamera,
  rearCameras,
  setTorch,
  setZoom,
} from "../../static/js/courier/camera.js"
import { allowSound, signal } from "../../static/js/courier/feedback.js"
import { callTo, mapOf, whatsappTo } from "../../static/js/courier/reach.js"
import { askToKeep, isKept } from "../../static/js/courier/shell.js"
import { aParcel } from "./phone.js"

/** @type {any} what this phone has; each test takes away or adds */
let phone
/** @type {any[]} what was asked of it, in order */
let asked
/** @type {Map<string, string>} */
const kept = new Map()
/** @type {Record<string, () => void>} */
const heard = {}
const sight = { visibilityState: "visible" }

const CAMERAS = [
  { kind: "videoinput", deviceId: "wide", label: "camera2 0, facing back" },
  { kind: "videoinput", deviceId: "selfie", label: "camera2 1, facing front" },
  { kind: "videoinput", deviceId: "near", label: "camera2 2, facing back" },
  { kind: "audioinput", deviceId: "mic", label: "microphone" },
]

/** @param {string} deviceId */
const aTrack = (deviceId) => ({
  readyState: "live",
  stop: () => void asked.push(["stop", deviceId]),
  getSettings: () => ({ deviceId }),
  getCapabilities: () => phone.capabilities,
  applyConstraints: async (/** @type {any} */ { advanced }) => void asked.push(advanced),
})

/** @param {any} wanted */
async function getUserMedia(wanted) {
  asked.push(wanted.video)
  const track = aTrack(wanted.video.deviceId?.ideal ?? "wide")
  return { getTracks: () => [track], getVideoTracks: () => [track] }
}

class Sound {
  state = "suspended"
  currentTime = 0
  destination = {}
  async resume() {
    this.state = "running"
  }
  createOscillator() {
    const frequency = { value: 0 }
    return {
      frequency,
      connect: (/** @type {any} */ to) => to,
      start: () => void asked.push(["tone", frequency.value]),
      stop: () => undefined,
    }
  }
  createGain() {
    return { gain: { value: 0 }, connect: (/** @type {any} */ to) => to }
  }
}

Object.assign(globalThis, {
  AudioContext: Sound,
  localStorage: {
    getItem: (/** @type {string} */ name) => kept.get(name) ?? null,
    setItem: (/** @type {string} */ name, /** @type {string} */ text) => void kept.set(name, text),
  },
  document: {
    createElement: () => ({ setAttribute: () => undefined, play: async () => undefined }),
    addEventListener: (/** @type {string} */ name, /** @type {() => void} */ listener) =>
      void (heard[name] = listener),
    removeEventListener: (/** @type {string} */ name) => void delete heard[name],
    get visibilityState() {
      return sight.visibilityState
    },
  },
})
Object.defineProperty(globalThis, "navigator", { get: () => phone, configurable: true })

beforeEach(() => {
  closeCamera()
  asked = []
  kept.clear()
  sight.visibilityState = "visible"
  phone = {
    capabilities: {},
    mediaDevices: { getUserMedia, enumerateDevices: async () => CAMERAS },
    vibrate: (/** @type {any} */ pattern) => void asked.push(["vibrate", pattern]),
  }
})

test("the camera is asked for once, at the back, in the size that the scanner reads", async () => {
  await openCamera()
  await openCamera()
  assert.deepEqual(asked, [
    { width: { ideal: 1280 }, height: { ideal: 720 }, facingMode: { ideal: "environment" } },
  ])
})

test("light and zoom are offered only where the camera has them", async () => {
  await openCamera()
  assert.deepEqual(cameraAbilities(), { torch: false, zoom: null })
  phone.capabilities = { torch: true, zoom: { min: 1, max: 8, step: 0.1 } }
  assert.deepEqual(cameraAbilities(), { torch: true, zoom: { min: 1, max: 8, step: 0.1 } })
  phone.capabilities = { zoom: { min: 1, max: 1, step: 0 } }
  assert.equal(cameraAbilities().zoom, null)
})

test("light and zoom are set on the very camera that runs", async () => {
  await openCamera()
  asked = []
  await setTorch(true)
  await setZoom(2)
  await setTorch(false)
  assert.deepEqual(asked, [[{ torch: true }], [{ zoom: 2 }], [{ torch: false }]])
})

test("the other camera is the next one at the back, and is remembered", async () => {
  await openCamera()
  await nextCamera()
  closeCamera()
  asked = []
  await openCamera()
  assert.deepEqual(asked[0].deviceId, { ideal: "near" })
  await nextCamera()
  assert.equal(kept.get("kurir-kamera"), "wide")
})

test("one camera at the back leaves nothing to choose", async () => {
  phone.mediaDevices.enumerateDevices = async () => CAMERAS.slice(0, 2)
  assert.deepEqual(await rearCameras(), [])
})

const flashed = {
  classList: {
    add: (/** @type {string} */ name) => void asked.push(["flash", name]),
    remove: () => undefined,
  },
}

test("a hit and a miss are felt, heard and seen, and differ in all three", async () => {
  allowSound()
  await Promise.resolve()
  signal("good", /** @type {any} */ (flashed))
  const good = asked
  asked = []
  signal("bad", /** @type {any} */ (flashed))
  assert.deepEqual(good, [
    ["vibrate", 80],
    ["tone", 880],
    ["tone", 1320],
    ["flash", "flash-good"],
  ])
  assert.deepEqual(asked, [
    ["vibrate", [60, 60, 160]],
    ["tone", 220],
    ["tone", 180],
    ["flash", "flash-bad"],
  ])
})

test("a phone that cannot vibrate still sounds and flashes", async () => {
  delete phone.vibrate
  signal("good", /** @type {any} */ (flashed))
  assert.deepEqual(
    asked.map(([what]) => what),
    ["tone", "tone", "flash"],
  )
})

/** Locks of the screen, as a phone gives and takes them. */
function wakeLocks() {
  /** @type {any[]} */
  const locks = []
  phone.wakeLock = {
    request: async (/** @type {string} */ kind) => {
      const lock = { kind, released: false, release: async () => void (lock.released = true) }
      locks.push(lock)
      return lock
    },
  }
  return locks
}
const settled = () => new Promise((done) => setImmediate(done))

test("the screen stays on, is asked for again after the phone was in the pocket, and sleeps at the end", async () => {
  const locks = wakeLocks()
  const end = keepAwake()
  await settled()
  locks[0].released = true // the phone takes it back when the page is hidden
  sight.visibilityState = "hidden"
  heard.visibilitychange?.()
  await settled()
  assert.equal(locks.length, 1)
  sight.visibilityState = "visible"
  heard.visibilitychange?.()
  await settled()
  assert.deepEqual([locks.length, locks[1].kind, locks[1].released], [2, "screen", false])
  end()
  await settled()
  assert.deepEqual([locks[1].released, heard.visibilitychange], [true, undefined])
})

test("a screen left before the lock came lets the phone sleep", async () => {
  const locks = wakeLocks()
  keepAwake()()
  await settled()
  assert.equal(locks[0].released, true)
})

test("a phone that refuses the lock, or has none, goes on", async () => {
  phone.wakeLock = { request: () => Promise.reject(new DOMException("low battery", "NotAllowedError")) }
  keepAwake()()
  delete phone.wakeLock
  keepAwake()()
  await settled()
})

test("storage that is kept already is not asked for again", async () => {
  phone.storage = { persisted: async () => true, persist: async () => void asked.push("persist") }
  assert.deepEqual([await askToKeep(), asked], [true, []])
})

test("storage that is not kept is asked for, and the answer is what the browser says later", async () => {
  let said = false
  phone.storage = { persisted: async () => said, persist: async () => (said = true) }
  assert.equal(await isKept(), false)
  assert.deepEqual([await askToKeep(), await isKept()], [true, true])
})

test("a browser that refuses or cannot keep storage is no error", async () => {
  phone.storage = { persisted: async () => false, persist: () => Promise.reject(new TypeError("no")) }
  assert.equal(await askToKeep(), false)
  delete phone.storage
  assert.deepEqual([await askToKeep(), await isKept()], [false, false])
})

const HOME = aParcel({ place: { lat_e7: -67_012_345, lon_e7: 1_113_456_789 } })
const ALLEY = aParcel({ place: null })
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 Version/18.4 Mobile/15E148 Safari/604.1"
const IPAD =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.4 Safari/605.1.15"
const ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36"
const ANDROID_FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:126.0) Gecko/126.0 Firefox/126.0"
const DESK = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36"

/** @type {[string, string, any, string][]} */
const MAPS = [
  ["an iPhone, which opens no geo:", IPHONE, HOME, "https://maps.apple.com/?q=-6.7012345,111.3456789"],
  ["an iPad that calls itself a Mac", IPAD, HOME, "https://maps.apple.com/?q=-6.7012345,111.3456789"],
  [
    "an iPhone without a position",
    IPHONE,
    ALLEY,
    "https://maps.apple.com/?q=Jl.%20Merdeka%201%2C%20Semarang",
  ],
  ["Android", ANDROID, HOME, "geo:-6.7012345,111.3456789?q=-6.7012345,111.3456789"],
  ["Firefox on Android", ANDROID_FIREFOX, HOME, "geo:-6.7012345,111.3456789?q=-6.7012345,111.3456789"],
  ["Android without a position", ANDROID, ALLEY, "geo:0,0?q=Jl.%20Merdeka%201%2C%20Semarang"],
  ["a computer", DESK, HOME, "https://www.openstreetmap.org/search?query=-6.7012345,111.3456789"],
]
for (const [words, agent, parcel, address] of MAPS)
  test(`the map on ${words}`, () => assert.equal(mapOf(parcel, agent), address))

test("the dialler gets digits and a plus", () =>
  assert.equal(callTo("+62 (812) 345-678"), "tel:+62812345678"))

for (const written of ["081234567890", "+62 812-3456-7890", "6281234567890"])
  test(`a chat is opened with ${written}, by the phone's own app`, () =>
    assert.equal(whatsappTo(written), "whatsapp://send?phone=6281234567890"))

for (const other of ["0295 691234", "+1 555 0100", "8123", ""])
  test(`no chat with "${other}": it may be anybody's`, () => assert.equal(whatsappTo(other), null))
