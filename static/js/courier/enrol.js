/** Tell the server this browser's public key, with a proof that the private one is here. */
import { ask } from "./ask.js"
import { sign, utf8 } from "./jws.js"
import { keepKey, provenKey } from "./keys.js"
import { counterOf } from "./outbox.js"
import { challengeFrom } from "./session.js"
import { strictly } from "./store.js"

/**
 * Safe to repeat. "unsigned": this phone cannot keep a key; "later": the server did not take it yet; "session": sign in first.
 * @param {string} user @param {typeof fetch} [send] @returns {Promise<"enrolled" | "later" | "session" | "unsigned">}
 */
export async function enrolDevice(user, send = fetch) {
  const device = await provenKey(user).catch(() => null)
  if (!device) return "unsigned"
  if (device.enrolled) return "enrolled"
  const challenge = await challengeFrom(send)
  if (challenge === null) return "later"
  const reply = await ask("/kurir/api/devices", await question(device, challenge), send)
  if (reply.status === 401 && reply.problem) return "session"
  return taken(device, reply)
}

/** @param {import("./types.js").DeviceRow} device @param {import("./ask.js").Reply} reply @returns {Promise<"enrolled" | "later">} */
async function taken(device, { status, json }) {
  if ((status !== 200 && status !== 201) || json?.kid !== device.kid) return "later"
  await keepKey({ ...device, enrolled: true })
  await takeCounter(device.kid, json)
  return "enrolled"
}

/** @param {import("./types.js").DeviceRow} device @param {string} challenge */
async function question(device, challenge) {
  const header = { alg: "ES256", jwk: device.jwk, typ: "pod-enrol+jws" }
  const body = await sign(
    header,
    utf8(JSON.stringify({ challenge, host: location.host, courier: device.user })),
    device.keys.privateKey,
  )
  return { method: "POST", body, type: "application/jose" }
}

/** The server's count only fills an empty place here: what this phone has frozen since is the truth. @param {string} kid @param {{ seq_next: number, prev: string | null }} said */
async function takeCounter(kid, { seq_next, prev }) {
  if (!Number.isInteger(seq_next) || seq_next <= 1 || (await counterOf(kid)).seq > 0) return
  await strictly(["counters"], (tx) => tx.objectStore("counters").put({ kid, seq: seq_next - 1, prev }))
}
