/** The QR that a recipient signs under on their own phone, made here without a network, and what comes back (decision 0024). */
import { answerTo, base32, hmac } from "../shared/short-code.js"
import { serverNow } from "./clock.js"
import { fromB64u, sha256, utf8 } from "./jws.js"

/** @typedef {import("./types.js").OwnPhone} OwnPhone */

const LIVES_MS = 30 * 60_000
const ASK_MS = 1_500
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

/** In capitals: a QR has a dense alphabet for them. @param {string} origin @param {string} pkg @param {OwnPhone} link */
export const addressOf = (origin, pkg, { token }) => `${origin}/ttd#${pkg}.${token}`.toUpperCase()

/** Checked by this phone alone: the second four digits can only be put to the first by who scanned this QR. @param {OwnPhone} link @param {string} code */
export async function codeFits({ token }, code) {
  return /^\d{8}$/.test(code) && (await answerTo(token, code.slice(0, 4))) === code.slice(4)
}

/**
 * What the server has under this link, as the recipient signed it.
 * @param {OwnPhone} link @param {string} pkg @param {typeof fetch} [send]
 * @returns {Promise<"silent" | "unseen" | "opened" | { signed: Partial<OwnPhone>, rel: string }>} silent: no answer of ours
 */
export async function lookAfter({ id }, pkg, send = fetch) {
  const answer = await send(`/kurir/api/own-phone/${id}`).catch(() => null)
  const said = answer?.ok ? await answer.json().catch(() => null) : null
  if (!said?.state) return "silent"
  if (said.state !== "signed") return said.state
  const record = JSON.parse(said.record)
  if (record.id !== id || record.pkg !== pkg) return "silent"
  const { name, rel, ink } = record
  return { signed: { mh: await sha256(utf8(said.record)), code: null, name, strokes: ink }, rel }
}

/**
 * Ask gently until somebody has signed, or nobody wants to know any more; never while the screen is hidden.
 * @param {() => Promise<boolean>} ask true: it is over @returns {() => void} stop
 */
export function keepAsking(ask) {
  let over = false
  const again = async () => {
    if (over) return
    if (!document.hidden) over = (await ask()) || over
    if (!over) setTimeout(() => void again(), ASK_MS)
  }
  void again()
  return () => (over = true)
}
