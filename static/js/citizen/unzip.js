/** Reads the few small files of a receipt's ZIP, by its table of contents; anything odd is no ZIP of ours. */

const END = 0x06054b50
const ENTRY = 0x02014b50
const LARGEST = 200_000 // bytes of one file, unpacked

/** @param {Uint8Array} bytes @returns {Promise<Record<string, Uint8Array> | null>} files by name */
export async function unzip(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = bytes.length - 22
  if (end < 0 || view.getUint32(end, true) !== END) return null
  try {
    return await listed(view, bytes, view.getUint32(end + 16, true), view.getUint16(end + 10, true))
  } catch {
    return null
  }
}

/** @param {DataView} view @param {Uint8Array} bytes @param {number} at @param {number} count */
async function listed(view, bytes, at, count) {
  /** @type {Record<string, Uint8Array>} */
  const files = {}
  for (let left = Math.min(count, 20); left > 0; left -= 1) {
    if (view.getUint32(at, true) !== ENTRY) return null
    const [name, extra, note] = [28, 30, 32].map((place) => view.getUint16(at + place, true))
    const title = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + (name ?? 0)))
    files[title] = await unpacked(view, bytes, at)
    at += 46 + (name ?? 0) + (extra ?? 0) + (note ?? 0)
  }
  return files
}

/** @param {DataView} view @param {Uint8Array} bytes @param {number} at */
async function unpacked(view, bytes, at) {
  const packed = view.getUint32(at + 20, true)
  const start = view.getUint32(at + 42, true)
  const body = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true)
  const content = bytes.subarray(body, body + packed)
  return view.getUint16(at + 10, true) === 0 ? content : inflated(content)
}

/** @param {Uint8Array} packed */
async function inflated(packed) {
  const stream = new Blob([packed.slice()]).stream().pipeThrough(new DecompressionStream("deflate-raw"))
  const reader = stream.getReader()
  const parts = []
  for (let size = 0; ;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.length
    if (size > LARGEST) throw new RangeError("too large")
    parts.push(value)
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}
