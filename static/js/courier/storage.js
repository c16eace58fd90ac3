/** Will the browser keep what we store? Asked at the first capture; the answer is shown, not assumed. */

/** Never waited for: some browsers ask the person and answer much later. @returns {Promise<boolean>} */
export async function askToKeep() {
  if (await isKept()) return true
  return (await navigator.storage?.persist?.().catch(() => false)) ?? false
}

/** @returns {Promise<boolean>} */
export async function isKept() {
  return (await navigator.storage?.persisted?.().catch(() => false)) ?? false
}
