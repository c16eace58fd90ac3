/**
 * Reads QR codes off frames. A classic worker with a content policy of its own: the only place where wasm may be compiled.
 * @typedef {{ importScripts(url: string): void, location: { href: string }, onmessage: (event: MessageEvent) => void, postMessage(data: object): void }} Scope
 */
"use strict"
;(() => {
  const scope = /** @type {Scope} */ (/** @type {unknown} */ (self))
  scope.importScripts("../../vendor/zxing-wasm/index.js")
  /** @type {typeof import("../../vendor/zxing-wasm/types/reader/index.js")} */
  const zxing = Reflect.get(self, "ZXingWASM")
  const wasm = new URL("../../vendor/zxing-wasm/zxing_reader.wasm", scope.location.href).href
  const canvas = new OffscreenCanvas(1, 1)
  const paper = canvas.getContext("2d", { willReadFrequently: true })
  /** @type {import("../../vendor/zxing-wasm/types/reader/index.js").ReaderOptions} */
  const OPTIONS = { formats: ["QRCode"], maxNumberOfSymbols: 1, tryHarder: true }

  // Left alone, the library fetches its engine from a public host.
  const ready = zxing.prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true }).then(
    () => scope.postMessage({ ready: true }),
    () => scope.postMessage({ ready: false }),
  )

  scope.onmessage = async ({ data: { id, bitmap } }) => {
    await ready
    const text = await read(bitmap).catch(() => null)
    scope.postMessage({ id, text })
  }

  /** @param {ImageBitmap} bitmap */
  async function read(bitmap) {
    const { width, height } = bitmap
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
    paper?.drawImage(bitmap, 0, 0)
    bitmap.close()
    const image = paper?.getImageData(0, 0, width, height)
    const [symbol] = image ? await zxing.readBarcodes(image, OPTIONS) : []
    return symbol?.isValid ? symbol.text : null
  }
})()
