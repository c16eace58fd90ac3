/**
 * Reads QR codes off frames. A classic worker with a content policy of its own: the only place where wasm may be compiled.
 * It is served inside /kurir/, so that the service worker answers for what it loads; the page says where our files are.
 * @typedef {{ importScripts(url: string): void, onmessage: (event: MessageEvent) => void, postMessage(data: object): void }} Scope
 * @typedef {typeof import("../../vendor/zxing-wasm/types/reader/index.js")} Reader
 */
"use strict"
;(() => {
  const scope = /** @type {Scope} */ (/** @type {unknown} */ (self))
  const canvas = new OffscreenCanvas(1, 1)
  const paper = canvas.getContext("2d", { willReadFrequently: true })
  /** @type {import("../../vendor/zxing-wasm/types/reader/index.js").ReaderOptions} */
  const OPTIONS = { formats: ["QRCode"], maxNumberOfSymbols: 1, tryHarder: true }
  /** @type {Promise<Reader> | null} */
  let ready = null

  scope.onmessage = ({ data }) => void ("files" in data ? begin(data.files) : answer(data.id, data.bitmap))

  /** @param {string} files address of our static folder; the policy allows no other host */
  async function begin(files) {
    ready = load(files)
    await ready.then(
      () => scope.postMessage({ ready: true }),
      () => scope.postMessage({ ready: false }),
    )
  }

  /** Left alone, the library fetches its engine from a public host. @param {string} files @returns {Promise<Reader>} */
  async function load(files) {
    scope.importScripts(`${files}vendor/zxing-wasm/index.js`)
    /** @type {Reader} */
    const zxing = Reflect.get(self, "ZXingWASM")
    await zxing.prepareZXingModule({
      overrides: { locateFile: () => `${files}vendor/zxing-wasm/zxing_reader.wasm` },
      fireImmediately: true,
    })
    return zxing
  }

  /** @param {number} id @param {ImageBitmap} bitmap */
  async function answer(id, bitmap) {
    scope.postMessage({ id, text: await read(bitmap).catch(() => null) })
  }

  /** @param {ImageBitmap} bitmap */
  async function read(bitmap) {
    const zxing = await ready
    const { width, height } = bitmap
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
    paper?.drawImage(bitmap, 0, 0)
    bitmap.close()
    const image = paper?.getImageData(0, 0, width, height)
    const [symbol] = zxing && image ? await zxing.readBarcodes(image, OPTIONS) : []
    return symbol?.isValid ? symbol.text : null
  }
})()
