/** Word that something stored has changed, in this tab and the others. Carries a topic, never data. */

/** @typedef {"outbox" | "drafts" | "round" | "session" | "sending" | "shell" | "ready"} Topic */

const here = new EventTarget()
const others = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("kurir")
if (others) {
  others.onmessage = ({ data }) => here.dispatchEvent(new Event(data))
  if ("unref" in others) /** @type {{ unref(): void }} */ (/** @type {unknown} */ (others)).unref()
}

/** @param {Topic} topic */
export function announce(topic) {
  here.dispatchEvent(new Event(topic))
  others?.postMessage(topic)
}

/** @param {Topic[]} topics @param {() => void} listener @returns {() => void} stop listening */
export function onChange(topics, listener) {
  for (const topic of topics) here.addEventListener(topic, listener)
  return () => topics.forEach((topic) => here.removeEventListener(topic, listener))
}
