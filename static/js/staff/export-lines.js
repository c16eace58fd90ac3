/** A handed-over queue read line by line off the disk: never more than one proof of it in memory. */

/** As long as the longest file of a proof can be when it is sealed. */
export const LONGEST = 3_000_000

/** No text that a courier's phone made. */
export class NotOurs extends Error {}

/** @param {Blob} file @returns {AsyncGenerator<string, void>} without their line ends; @throws {NotOurs} at an endless line */
export async function* linesOf(file) {
  let rest = ""
  for await (const text of textOf(file)) {
    const [first = "", ...more] = text.split("\n")
    rest += first
    for (const next of more) {
      yield rest
      rest = next
    }
    if (rest.length > LONGEST) throw new NotOurs()
  }
  if (rest) yield rest
}

/** @param {Blob} file @returns {AsyncGenerator<string, void>} */
async function* textOf(file) {
  const decoder = new TextDecoder()
  const reader = file.stream().getReader()
  try {
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read())
      yield decoder.decode(value, { stream: true })
  } finally {
    await reader.cancel()
  }
}

/**
 * The lines of each proof, in the order of the list of contents: as many as it says, or as many as are left.
 * @param {Blob} file @param {number[]} counts @returns {AsyncGenerator<string[], void>}
 */
export async function* bundlesOf(file, counts) {
  const lines = linesOf(file)
  await lines.next() // the list of contents
  for (const count of counts) {
    /** @type {string[]} */
    const bundle = []
    while (bundle.length < count) {
      const { done, value } = await lines.next()
      if (done) break
      bundle.push(value)
    }
    yield bundle
  }
  await lines.return()
}

/** @param {Blob} file @returns {Promise<string>} the list of contents, still sealed */
export async function firstLine(file) {
  const lines = linesOf(file)
  const { value = "" } = await lines.next()
  await lines.return()
  return value || ""
}
