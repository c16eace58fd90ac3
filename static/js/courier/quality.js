/** Is the photo worth keeping, said while it can still be retaken. A warning never stops a courier; a false one is worse than none. */

/**
 * @typedef {"dark" | "covered" | "blurred" | "unchanged"} Warning
 * @typedef {object} Grey  A picture as luminances 0 to 255, row by row.
 * @property {number} width @property {number} height @property {ArrayLike<number>} values
 */

/** Longest edge looked at; blur that shows here makes a label unreadable, and noise is averaged away. */
export const LOOKED_AT = 320
const DARK_MEAN = 26
const DARK_BRIGHTEST = 48
/** Squared steps between neighbours that sensor noise alone makes. */
const NOISE = 12
/** How much of the steps blurring once more leaves: 0.32 and less in sharp pictures, 0.6 and more in blurred ones. */
const SOFT = 0.6
const FIELDS = 4
const CELLS = 8
const SAME_STEPS = 0.4

/** @param {Grey} grey @param {string | null} previous fingerprint of the photo before @returns {Warning[]} */
export function warningsOf(grey, previous) {
  const same = previous !== null && stepsBetween(previous, fingerprint(grey)) < SAME_STEPS
  const seen = dark(grey) ? "dark" : focus(grey)
  return /** @type {Warning[]} */ ([seen, same ? "unchanged" : null].filter(Boolean))
}

/** One street lamp does not light a porch: the 98th percentile counts. @param {Grey} grey */
function dark({ values }) {
  const { mean, brightest } = light(values)
  return mean < DARK_MEAN && brightest < DARK_BRIGHTEST
}

/** @param {ArrayLike<number>} values */
export function light(values) {
  const histogram = new Uint32Array(256)
  let sum = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0
    sum += value
    histogram[Math.round(value)] = (histogram[Math.round(value)] ?? 0) + 1
  }
  let seen = 0
  const brightest = histogram.findIndex((count) => (seen += count) >= values.length * 0.98)
  return { mean: sum / (values.length || 1), brightest }
}

/**
 * Nothing stands out from the noise: a finger. Blurring once more changes little: blurred already, however bright it is.
 * The third sharpest of the fields counts: a door in focus before a soft garden is sharp, the edge of a thumb is not.
 * @param {Grey} grey @returns {"covered" | "blurred" | null}
 */
function focus(grey) {
  const softness = softnesses(halved(grey))
  if (!softness.length) return "covered"
  return (softness[Math.min(2, softness.length - 1)] ?? 0) > SOFT ? "blurred" : null
}

/** Of each field with something in it, sharpest first; after Crete and others, "The blur effect" (2007). @param {Grey} grey @returns {number[]} */
export function softnesses(grey) {
  const [now, again] = [steps(grey), steps(smoothed(grey))]
  const kept = now.map(({ n, sum }, i) => (sum > NOISE * n ? (again[i]?.sum ?? 0) / sum : null))
  return /** @type {number[]} */ (kept.filter((value) => value !== null)).sort((a, b) => a - b)
}

/** Squared steps to the right and down, by field. @param {Grey} grey */
function steps({ width, height, values }) {
  const fields = Array.from({ length: FIELDS * FIELDS }, () => ({ n: 0, sum: 0 }))
  for (let y = 1; y < height - 2; y++) {
    for (let x = 1; x < width - 2; x++) {
      const i = y * width + x
      const here = at(values, i)
      const field = fields[Math.floor((y * FIELDS) / height) * FIELDS + Math.floor((x * FIELDS) / width)]
      if (!field) continue
      field.n += 1
      field.sum += (at(values, i + 1) - here) ** 2 + (at(values, i + width) - here) ** 2
    }
  }
  return fields
}

/** @param {Grey} grey each value the mean of nine @returns {Grey} */
function smoothed({ width, height, values }) {
  const mean = new Float32Array(values.length)
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x
      mean[i] = (row(values, i - width) + row(values, i) + row(values, i + width)) / 9
    }
  }
  return { width, height, values: mean }
}

/** @param {ArrayLike<number>} values @param {number} i */
const row = (values, i) => at(values, i - 1) + at(values, i) + at(values, i + 1)

/** @param {ArrayLike<number>} values @param {number} i */
const at = (values, i) => values[i] ?? 0

/** @param {Grey} grey each value the mean of four @returns {Grey} */
function halved({ width, height, values }) {
  const [w, h] = [width >> 1, height >> 1]
  const mean = Float32Array.from({ length: w * h }, (_, n) => {
    const i = 2 * Math.floor(n / w) * width + 2 * (n % w)
    return (at(values, i) + at(values, i + 1) + at(values, i + width) + at(values, i + width + 1)) / 4
  })
  return { width: w, height: h, values: mean }
}

/** The mean of 64 fields in 16 steps, as 64 hex digits: tells another scene, and says nothing of who is in it. @param {Grey} grey */
export function fingerprint({ width, height, values }) {
  const [sums, counts] = [new Float64Array(CELLS * CELLS), new Uint32Array(CELLS * CELLS)]
  for (let i = 0; i < width * height; i++) {
    const cell =
      Math.floor((Math.floor(i / width) * CELLS) / height) * CELLS + Math.floor(((i % width) * CELLS) / width)
    sums[cell] = (sums[cell] ?? 0) + at(values, i)
    counts[cell] = (counts[cell] ?? 0) + 1
  }
  return Array.from(sums, (sum, i) =>
    Math.min(15, Math.floor(sum / (counts[i] || 1) / 16)).toString(16),
  ).join("")
}

/** @param {string} one @param {string} other @returns {number} mean steps between two fingerprints; Infinity when they cannot be compared */
export function stepsBetween(one, other) {
  if (one.length !== other.length || !one) return Infinity
  const apart = Array.from(one, (digit, i) =>
    Math.abs(Number.parseInt(digit, 16) - Number.parseInt(other[i] ?? "0", 16)),
  )
  return apart.reduce((sum, step) => sum + step, 0) / apart.length
}
