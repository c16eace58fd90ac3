/** Ed25519 by the browser, and by a library where the browser has none (before Chrome 137, Safari 17, Firefox 129). */

/** @typedef {(signature: Uint8Array, signed: Uint8Array, key: Uint8Array) => Promise<boolean>} Verify */

const NAME = "Ed25519"
/** @type {Promise<Verify> | undefined} */
let chosen

/** Fetches the library when it is needed: call it while there is a network. @returns {Promise<Verify>} */
export function ed25519() {
  chosen ??= isNative().then((native) => native || library())
  return chosen
}

/** Asked with a key of all zeros, which is a point of the curve. @returns {Promise<Verify | null>} */
async function isNative() {
  try {
    await imported(new Uint8Array(32))
    return async (signature, signed, key) =>
      crypto.subtle.verify(NAME, await imported(key), plain(signature), plain(signed))
  } catch {
    return null
  }
}

/** @param {Uint8Array} key */
const imported = (key) => crypto.subtle.importKey("raw", plain(key), NAME, false, ["verify"])

/** @param {Uint8Array} bytes */
const plain = (bytes) => Uint8Array.from(bytes)

/** @returns {Promise<Verify>} */
async function library() {
  const { verifyAsync } = await import("../../vendor/noble-ed25519/index.js")
  return (signature, signed, key) => verifyAsync(signature, signed, key, { zip215: false })
}
