/** The QR that a recipient signs under on their own phone, made here without a network, and what comes back (decision 0024). */
import { answerTo, hmac, LETTERS } from "../shared/short-code.js"
import { ask } from "./ask.js"
import { serverNow } from "./clock.js"
import { fromB64u, sha256, utf8 } from "./jws.js"

/** @typedef {import("./types.js").OwnPhone} OwnPhone */

const LIVES_MS = 30 * 60_000
/** While somebody stands there: with the way of the answer a signature is here within two seconds. */
const SOON_MS = 800
/** Later a battery counts too. */
const LATER_MS = 1_600
const SOON_FOR_MS = 5 * 60_000
const MAC_BYTES = 12

/** @param {import("./types.js").PackageOut} parcel @param {number} [now] the server's time @returns {Promise<OwnPhone>} */
export async function newLink(parcel, now = serverNow()) {
  const id = crypto.randomUUID()
  const head = new Uint8Array(20)
  head.set(Uint8Array.from(id.replaceAll("-", "").match(/../g) ?? [], (pair) => parseInt(pair, 16)))
  new DataView(head.buffer).setUint32(16, Math.floor(now / 1000))
  const mac = new Uint8Array(await hmac(fromB64u(parcel.own_phone_key ?? ""), head)).slice(0, MAC_BYTES)
  const token = base32(Uint8Array.of(...head, ...mac))
  return { id, token, made_at: now, mh: null, code: null, name: "", strokes: null }
}

/** @param {OwnPhone | null} link @param {number} [now] @returns {boolean} still good to be opened */
export const isFresh = (link, now = serverNow()) => link !== null && now - link.made_at < LIVES_MS

/** The other way round than bytesOf(), and only here: a recipient's page makes no token. @param {Uint8Array} bytes @returns {string} */
export function base32(bytes) {
  let [text, held, bits] = ["", 0, 0]
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff
    bits += 8
    while (bits >= 5) text += LETTERS[(held >> (bits -= 5)) & 31]
  }
  return bits ? text + LETTERS[(held << (5 - bits)) & 31] : text
}

/** In capitals: a QR has a dense alphabet for them. @param {string} origin @param {string} pkg @param {OwnPhone} link */
export const addressOf = (origin, pkg, { token }) => `${origin}/ttd#${pkg}.${token}`.toUpperCase()

/** Checked by this phone alone: the second four digits can only be put to the first by who scanned this QR. @param {OwnPhone} link @param {string} code */
export async function codeFits({ token }, code) {
  return /^\d{8}$/.test(code) && (await answerTo(token, code.slice(0, 4))) === code.slice(4)
}

/**
 * What the server has under this link, as the recipient signed it.
 * @param {OwnPhone} link @param {string} pkg @param {typeof fetch} [send]
 * @returns {Promise<"silent" | "unseen" | "opened" | { signed: Partial<OwnPhone>, rel: string, paper: string }>} silent: no answer of ours
 */
export async function lookAfter({ id }, pkg, send = fetch) {
  const { status, json: said } = await ask(`/kurir/api/own-phone/${id}`, {}, send)
  if (status !== 200 || !said?.state) return "silent"
  if (said.state !== "signed") return said.state
  const record = JSON.parse(said.record)
  if (record.id !== id || record.pkg !== pkg) return "silent"
  const { name, rel, ink, paper = "" } = record
  return { paper, signed: { mh: await sha256(utf8(said.record)), code: null, name, strokes: ink }, rel }
}

/**
 * Ask gently until somebody has signed, or nobody wants to know any more; never while the screen is hidden.
 * @param {() => Promise<boolean>} question true: it is over @param {() => number} [mono] @returns {() => void} stop
 */
export function keepAsking(question, mono = () => performance.now()) {
  const begin = mono()
  let over = false
  const again = async () => {
    if (over) return
    if (!document.hidden) over = (await question()) || over
    if (!over) setTimeout(() => void again(), mono() - begin < SOON_FOR_MS ? SOON_MS : LATER_MS)
  }
  void again()
  return () => (over = true)
}
