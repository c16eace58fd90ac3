/** The screen stays on while the courier aims or the recipient signs. */

/** Phones take the lock back whenever the page is hidden: it is asked for again. @returns {() => void} let it sleep */
export function keepAwake() {
  let on = true
  /** @type {WakeLockSentinel | null} */
  let held = null
  const ask = async () => {
    if (!on || document.visibilityState !== "visible" || (held && !held.released)) return
    held = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null
    if (!on) void held?.release()
  }
  const again = () => void ask()
  document.addEventListener("visibilitychange", again)
  again()
  return () => {
    on = false
    document.removeEventListener("visibilitychange", again)
    void held?.release()
  }
}
