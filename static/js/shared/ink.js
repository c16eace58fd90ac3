/** When lines are a signature: one rule for every pen; the server's copy of it is in domain/own_phone.py. */

/** @typedef {{ width: number, height: number, strokes: number[][] }} Ink  Each stroke is x, y, x, y… in whole pixels of the sheet on which it was begun. */

const POINTS = 12
const LENGTH = 80

/** @param {Ink | null} ink @returns {boolean} at least 12 points and 80 CSS pixels of line */
export function isSignature(ink) {
  const strokes = ink?.strokes ?? []
  return total(strokes, ({ length }) => length / 2) >= POINTS && total(strokes, lengthOf) >= LENGTH
}

/** @param {number[][]} strokes @param {(stroke: number[]) => number} of */
const total = (strokes, of) => strokes.reduce((sum, stroke) => sum + of(stroke), 0)

/** The way between two strokes is not ink. @param {number[]} stroke */
function lengthOf(stroke) {
  let length = 0
  for (let i = 2; i < stroke.length; i += 2)
    length += Math.hypot((stroke[i] ?? 0) - (stroke[i - 2] ?? 0), (stroke[i + 1] ?? 0) - (stroke[i - 1] ?? 0))
  return length
}
