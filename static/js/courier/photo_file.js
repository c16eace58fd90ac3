/** A picture that the phone's own camera app made: of any size, of any make, laid down in any direction. */
import { PhotoFailed, photoOf } from "./photo.js"

/** More than this is decoded small from the start: whole, 48 megapixels need some 300 MB of a cheap phone. */
const LARGE = 16_000_000
/** Room for 6.5 megapixels, in whatever shape: JPEG decodes to eighths of itself. */
const DESIRED = { desiredWidth: 2560, desiredHeight: 2560 }
const JPEG = 0xffd8
const FIRST_FRAME = 0xffc0
const LAST_FRAME = 0xffc2
const LOWEST_MARKER = 0xff01

/** @param {ArrayBuffer} bytes of the picked file @param {string | null} previous fingerprint @throws {PhotoFailed} */
export async function photoFromFile(bytes, previous) {
  return photoOf(await bitmapOf(bytes).catch(unreadable), previous)
}

/** @param {ArrayBuffer} bytes */
async function bitmapOf(bytes) {
  const whole = () => createImageBitmap(new Blob([bytes]))
  return pixelsOf(new DataView(bytes)) > LARGE && "ImageDecoder" in globalThis
    ? smaller(bytes).catch(whole)
    : whole()
}

/** Upright, and at least as large as what we keep. @param {ArrayBuffer} data a large JPEG */
async function smaller(data) {
  const decoder = new ImageDecoder({ data, type: "image/jpeg", ...DESIRED })
  try {
    const { image } = await decoder.decode()
    return await createImageBitmap(image).finally(() => image.close())
  } finally {
    decoder.close()
  }
}

/**
 * What the header says (ITU-T T.81, B.2.2).
 * @param {DataView} view @returns {number} 0 for anything but a JPEG
 */
export function pixelsOf(view) {
  let at = view.byteLength > 2 && view.getUint16(0) === JPEG ? 2 : view.byteLength
  while (at + 9 <= view.byteLength) {
    const marker = view.getUint16(at)
    if (marker >= FIRST_FRAME && marker <= LAST_FRAME) return view.getUint16(at + 5) * view.getUint16(at + 7)
    if (marker < LOWEST_MARKER) return 0
    at += 2 + view.getUint16(at + 2)
  }
  return 0
}

/** @returns {never} */
function unreadable() {
  throw new PhotoFailed("photo_unreadable")
}
