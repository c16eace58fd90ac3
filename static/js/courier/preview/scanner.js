/** In place of the reader of QR codes: there is no camera to read from. What sizes a photo is the same. */
export const startEngine = async () => false

export const scan = () => () => undefined

/** @param {number} width @param {number} height @param {number} edge longest */
export function sized(width, height, edge) {
  const scale = Math.min(1, edge / Math.max(width, height))
  return { resizeWidth: Math.round(width * scale), resizeHeight: Math.round(height * scale) }
}
