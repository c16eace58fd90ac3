/** Ways to reach a recipient by the phone's own apps. Nothing is fetched by us. */

const MOBILE = /^(?:\+?62|0)(8\d{7,12})$/

const APPLE = /iPhone|iPad|Macintosh/

/** @param {string} phone as the office wrote it @returns {string} an address that the dialler opens */
export const callTo = (phone) => `tel:${phone.replace(/[^\d+]/g, "")}`

/** Handed to the app of this phone and asked of no server (0056). Only for mobile numbers of Indonesia: another number may be anybody's. @param {string} phone @returns {string | null} */
export function whatsappTo(phone) {
  const [, number] = MOBILE.exec(phone.replace(/[^\d+]/g, "")) ?? []
  return number ? `whatsapp://send?phone=62${number}` : null
}

/**
 * The phone's map app; without a position it looks for the address. Safari opens no `geo:`, but hands Apple's address to
 * the app (decision 0055). @param {import("./types.js").PackageOut} parcel @param {string} [agent]
 */
export function mapOf({ place, recipient }, agent = navigator.userAgent) {
  const at = place && `${place.lat_e7 / 1e7},${place.lon_e7 / 1e7}`
  const wanted = at ?? encodeURIComponent(recipient.address)
  if (APPLE.test(agent)) return `https://maps.apple.com/?q=${wanted}`
  if (/Android/.test(agent)) return `geo:${at ?? "0,0"}?q=${wanted}`
  return `https://www.openstreetmap.org/search?query=${wanted}`
}
