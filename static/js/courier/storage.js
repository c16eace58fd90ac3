/** Will the browser keep what we store? Asked at the first capture; the answer is shown, not assumed. */

/** @returns {Promise<boolean>} */
export async function askToKeep() {
  if (await isKept()) return true
  return (await navigator.storage?.persist?.().catch(() => false)) ?? false
}

/** @returns {Promise<boolean>} */
export async function isKept() {
  return (await navigator.storage?.persisted?.().catch(() => false)) ?? false
}
