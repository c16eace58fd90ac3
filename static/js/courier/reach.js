/** Ways to reach a recipient by the phone's own apps. Nothing is fetched by us. */

const MOBILE = /^(?:\+?62|0)(8\d{7,12})$/

/** @param {string} phone as the office wrote it @returns {string} an address that the dialler opens */
export const callTo = (phone) => `tel:${phone.replace(/[^\d+]/g, "")}`

/** Only for mobile numbers of Indonesia: another number may be anybody's. @param {string} phone @returns {string | null} */
export function whatsappTo(phone) {
  const [, number] = MOBILE.exec(phone.replace(/[^\d+]/g, "")) ?? []
  return number ? `https://wa.me/62${number}` : null
}

/** The phone's map app; without a position it looks for the address. @param {import("./types.js").PackageOut} parcel */
export function mapOf({ place, recipient }) {
  const at = place ? `${place.lat_e7 / 1e7},${place.lon_e7 / 1e7}` : "0,0"
  return `geo:${at}?q=${place ? at : encodeURIComponent(recipient.address)}`
}
