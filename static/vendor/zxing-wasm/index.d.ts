import type * as reader from "./types/reader/index.js"

declare global {
  const ZXingWASM: typeof reader
}
