/** Which way onto the home screen this browser has, and the browser's own offer where it makes one. */

/**
 * @typedef {"chrome" | "firefox" | "samsung" | "ios26" | "ios"} Way
 * @typedef {Event & { prompt(): Promise<unknown> }} Offer
 */

/** @type {Way[]} */
export const WAYS = ["chrome", "firefox", "samsung", "ios26", "ios"]

/** Asked in this order: every Android browser says Chrome, too. @type {[RegExp, Way][]} */
const SIGNS = [
  [/iPhone|iPad/, "ios"],
  [/SamsungBrowser/, "samsung"],
  [/Firefox/, "firefox"],
  [/Android/, "chrome"],
]
const IOS_26 = /Version\/(\d+)/

/** @type {Offer | null} */
let offer = null
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault()
  offer = /** @type {Offer} */ (event)
})

/** @param {string} agent @returns {Way | null} null where we do not know the browser: show all ways */
export function wayOf(agent) {
  const way = SIGNS.find(([sign]) => sign.test(agent))?.[1] ?? null
  return way === "ios" && Number(IOS_26.exec(agent)?.[1]) >= 26 ? "ios26" : way
}

export const isInstalled = () => matchMedia("(display-mode: standalone)").matches

export const canOffer = () => offer !== null

/** The browser asks; it does so once. */
export async function makeOffer() {
  await offer?.prompt()
  offer = null
}
