/** What the courier reads while a recipient signs on their own phone, in English. */

/** @type {Record<string, string>} */
export const words = {
  "own_phone.scan": "Ask the recipient to scan this code with their phone’s camera.",
  "own_phone.opened": "The recipient has opened the page. Wait for the signature.",
  "own_phone.silent": "No signal. After signing, the recipient sees an 8-digit code: type it below.",
  "own_phone.code": "Confirmation code from the recipient’s phone",
  "own_phone.code_hint": "Only when this screen does not change by itself.",
  "own_phone.code_wrong": "The code does not fit this QR. Ask the recipient to read it out again.",
  "own_phone.qr": "QR code for the recipient’s phone",
  "own_phone.another": "New QR code",
  "own_phone.by": "Signed by {name} on their own phone.",
  "own_phone.by_code": "Code {code} fits: signed on the recipient’s phone. Choose above who receives.",
  "own_phone.drop": "Do not use this signature",
}
