/** When a scribble is a signature, and how its strokes fit another size. The vectors are the truth, never the canvas. */

/** @typedef {import("./types.js").Ink} Ink */

const POINTS = 12
const LENGTH = 80

/** @param {Ink | null} ink @returns {boolean} at least 12 points and 80 CSS pixels of line */
export function isSignature(ink) {
  if (!ink) return false
  const points = ink.strokes.reduce((sum, stroke) => sum + stroke.points.length, 0)
  return points >= POINTS && lengthOf(ink) >= LENGTH
}

/** @param {Ink} ink CSS pixels */
export function lengthOf({ strokes }) {
  return strokes.reduce(
    (sum, { points }) =>
      sum + points.slice(1).reduce((length, point, i) => length + distance(points[i] ?? point, point), 0),
    0,
  )
}

/**
 * The same strokes for a pad of another size, lines as thick in proportion.
 * @param {Ink} ink @param {number} width @param {number} height @returns {Ink["strokes"]}
 */
export function scaled(ink, width, height) {
  const [x, y] = [width / ink.width, height / ink.height]
  return ink.strokes.map((stroke) => ({
    ...stroke,
    minWidth: stroke.minWidth * x,
    maxWidth: stroke.maxWidth * x,
    points: stroke.points.map((point) => ({ ...point, x: point.x * x, y: point.y * y })),
  }))
}

/** @param {{ x: number, y: number }} a @param {{ x: number, y: number }} b */
const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y)
