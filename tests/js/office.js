/** The office's side of a sealed line, written from RFC 7516 and 7518 with Node's own cryptography and not with ours. */
import { createDecipheriv, createHash, createPublicKey, diffieHellman, KeyObject } from "node:crypto"

/** A key pair of an office; `jwk` is what phones get. */
export async function anOfficeKey() {
  const curve = { name: "ECDH", namedCurve: "P-256" }
  const keys = await crypto.subtle.generateKey(curve, true, ["deriveBits"])
  const { x = "", y = "" } = await crypto.subtle.exportKey("jwk", keys.publicKey)
  return { jwk: /** @type {const} */ ({ kty: "EC", crv: "P-256", x, y }), keys }
}

/** @param {string} line @param {CryptoKey} mine @returns {Promise<{ header: any, plain: Uint8Array }>} */
export async function unsealed(line, mine) {
  const [head = "", , nonce = "", box = "", tag = ""] = line.split(".")
  const header = JSON.parse(Buffer.from(head, "base64url").toString())
  const theirs = createPublicKey({ key: header.epk, format: "jwk" })
  const secret = diffieHellman({ privateKey: KeyObject.from(/** @type {any} */ (mine)), publicKey: theirs })
  const info = Buffer.from("\0\0\0\x01|\0\0\0\x07A256GCM\0\0\0\0\0\0\0\0\0\0\x01\0", "latin1")
  const [round, rest] = [info.subarray(0, 4), info.subarray(5)]
  const key = createHash("sha256").update(round).update(secret).update(rest).digest()
  const open = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64url"))
  open.setAAD(Buffer.from(head)).setAuthTag(Buffer.from(tag, "base64url"))
  const plain = Buffer.concat([open.update(Buffer.from(box, "base64url")), open.final()])
  return { header, plain: new Uint8Array(plain) }
}

/** @param {Blob} file @param {CryptoKey} mine  Every line of a file, opened. */
export async function opened(file, mine) {
  const lines = (await file.text()).split("\n")
  if (lines.pop() !== "") throw new Error("the last line has no end")
  return Promise.all(lines.map((line) => unsealed(line, mine)))
}
