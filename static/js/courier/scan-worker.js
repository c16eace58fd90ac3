/**
 * Reads QR codes off frames. A classic worker with a content policy of its own: the only place where wasm may be compiled.
 * It is served inside /kurir/, so that the service worker answers for what it loads, with the engine's loader before it
 * (web/courier/shell_files.py); the page says where our files are.
 * @typedef {{ onmessage: (event: MessageEvent) => void, postMessage(data: object): void }} Scope
 * @typedef {{ size(): number, get(i: number): { isValid: boolean, text: string }, delete(): void }} Symbols  Lies in the engine until deleted.
 * @typedef {object} Engine
 * @property {Uint8Array} HEAPU8 @property {(bytes: number) => number} _malloc @property {(at: number) => void} _free
 * @property {(grey: number, width: number, height: number, options: typeof OPTIONS) => Symbols} readBarcodesFromPixmap
 */
"use strict"
/** All that zxing-cpp asks for; choices by their number: local average, no add-on, human-readable text, unknown letters. */
const OPTIONS = {
  formats: "QRCode",
  maxNumberOfSymbols: 1,
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
  tryDownscale: true,
  tryCode39ExtendedMode: true,
  tryDenoise: false,
  isPure: false,
  returnErrors: false,
  validateOptionalChecksum: false,
  binarizer: 0,
  characterSet: 0,
  eanAddOnSymbol: 0,
  downscaleFactor: 3,
  downscaleThreshold: 500,
  minLineCount: 2,
  textMode: 2,
}
;(() => {
  const scope = /** @type {Scope} */ (/** @type {unknown} */ (self))
  const canvas = new OffscreenCanvas(1, 1)
  const paper = canvas.getContext("2d", { willReadFrequently: true })
  /** @type {Promise<Engine> | null} */
  let ready = null

  scope.onmessage = ({ data }) => void ("files" in data ? begin(data.files) : answer(data.id, data.bitmap))

  /**
   * Whether the engine came is told to the page, which has words for it; to the console a page that is left before its
   * engine came would look broken. A reading that fails later is no secret: it is reported as any error is.
   * @param {string} files address of our static folder; the policy allows no other host
   */
  async function begin(files) {
    const locateFile = (/** @type {string} */ name) => `${files}vendor/zxing-wasm/${name}`
    const starting = /** @type {Promise<Engine>} */ (
      Reflect.get(self, "zxingEngine")({ locateFile, printErr() {} })
    )
    ready = starting
    await starting.then(
      () => scope.postMessage({ ready: true }),
      () => scope.postMessage({ ready: false }),
    )
  }

  /** @param {number} id @param {ImageBitmap} bitmap */
  async function answer(id, bitmap) {
    scope.postMessage({ id, text: await read(bitmap).catch(reportError) })
  }

  /** @param {ImageBitmap} bitmap */
  async function read(bitmap) {
    const engine = await ready
    const { width, height } = bitmap
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
    paper?.drawImage(bitmap, 0, 0)
    bitmap.close()
    const image = paper?.getImageData(0, 0, width, height)
    return engine && image ? firstText(engine, image) : null
  }

  /** @param {Engine} engine @param {ImageData} image */
  function firstText(engine, { data, width, height }) {
    const at = engine._malloc(width * height)
    try {
      greyInto(engine.HEAPU8.subarray(at, at + width * height), data)
      const symbols = engine.readBarcodesFromPixmap(at, width, height, OPTIONS)
      const found = symbols.size() ? symbols.get(0) : null
      symbols.delete()
      return found?.isValid ? found.text : null
    } finally {
      engine._free(at)
    }
  }

  /** @param {Uint8Array} grey @param {Uint8ClampedArray} rgba */
  function greyInto(grey, rgba) {
    for (let i = 0, j = 0; i < grey.length; i += 1, j += 4)
      grey[i] = (306 * (rgba[j] ?? 0) + 601 * (rgba[j + 1] ?? 0) + 117 * (rgba[j + 2] ?? 0) + 512) >> 10
  }
})()
