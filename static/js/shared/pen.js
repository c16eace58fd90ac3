/** A pen on a canvas: strokes are kept as vectors, and every picture is drawn from them. Slow is thick, quick is thin. */

/**
 * @typedef {{ x: number, y: number, pressure: number, time: number }} PenPoint  CSS pixels; milliseconds.
 * @typedef {{ minWidth: number, maxWidth: number, points: PenPoint[] }} PenStroke
 */

const PAPER = "rgb(255, 255, 255)"
const COLOUR = "rgb(16, 24, 64)"
const WIDTHS = { minWidth: 0.8, maxWidth: 2.6 }
const NEAR = 3
const MEMORY = 0.3

/** Paper, and every stroke on it. @param {CanvasRenderingContext2D} paper @param {PenStroke[]} strokes @param {number} width @param {number} height in the units of the strokes */
export function drawStrokes(paper, strokes, width, height) {
  paper.fillStyle = PAPER
  paper.fillRect(0, 0, width, height)
  for (const stroke of strokes) {
    const pen = penOn(paper, stroke)
    stroke.points.forEach((_, i) => pen(i))
  }
}

/**
 * Draws a stroke point by point, so that a stroke under the finger and the same one drawn anew look alike.
 * @param {CanvasRenderingContext2D} paper @param {PenStroke} stroke @returns {(i: number) => void} each point once, in turn
 */
function penOn(paper, { points, minWidth, maxWidth }) {
  let speed = 0
  return (i) => {
    const [before, from, to] = [points[i - 2], points[i - 1], points[i]]
    if (!to) return
    if (!from) return dot(paper, to, (minWidth + maxWidth) / 2)
    speed = (1 - MEMORY) * speedOf(from, to) + MEMORY * speed
    const start = before ? between(before, from) : from
    const end = between(from, to)
    line(paper, [start, from, end], Math.max(minWidth, maxWidth / (speed + 1)))
  }
}

/** @param {CanvasRenderingContext2D} paper @param {{ x: number, y: number }} at @param {number} width */
function dot(paper, { x, y }, width) {
  paper.fillStyle = COLOUR
  paper.beginPath()
  paper.arc(x, y, width / 2, 0, 2 * Math.PI)
  paper.fill()
}

/** @typedef {{ x: number, y: number }} Spot @param {CanvasRenderingContext2D} paper @param {[Spot, Spot, Spot]} way @param {number} width */
function line(paper, [start, bend, end], width) {
  Object.assign(paper, { lineWidth: width, lineCap: "round", lineJoin: "round", strokeStyle: COLOUR })
  paper.beginPath()
  paper.moveTo(start.x, start.y)
  paper.quadraticCurveTo(bend.x, bend.y, end.x, end.y)
  paper.stroke()
}

/** @param {Spot} a @param {Spot} b */
const between = (a, b) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })

/** Pixels a millisecond. @param {PenPoint} a @param {PenPoint} b */
const speedOf = (a, b) => Math.hypot(a.x - b.x, a.y - b.y) / Math.max(1, b.time - a.time)

/**
 * Follows one finger, pen or mouse at a time; a second finger is a palm.
 * @param {HTMLCanvasElement} canvas @param {{ begin: (stroke: PenStroke) => void, end: () => void }} heard
 * @returns {() => void} lets go of the canvas
 */
export function followPen(canvas, heard) {
  const hand = new Hand(canvas, heard)
  const ear = new AbortController()
  const listen = { signal: ear.signal }
  canvas.addEventListener("pointerdown", (event) => hand.down(event), listen)
  canvas.addEventListener("pointermove", (event) => hand.move(event), listen)
  // What was drawn counts, also when the system takes the finger away.
  canvas.addEventListener("pointerup", (event) => hand.up(event), listen)
  canvas.addEventListener("pointercancel", (event) => hand.up(event), listen)
  return () => ear.abort()
}

class Hand {
  /** @type {number | null} */
  #finger = null
  /** @type {PenPoint[]} */
  #points = []
  /** @type {(i: number) => void} */
  #draw = () => undefined

  /** @param {HTMLCanvasElement} canvas @param {{ begin: (stroke: PenStroke) => void, end: () => void }} heard */
  constructor(canvas, heard) {
    this.canvas = canvas
    this.heard = heard
  }

  /** @param {PointerEvent} event */
  down(event) {
    const paper = this.canvas.getContext("2d")
    if (this.#finger !== null || event.button > 0 || !paper) return
    event.preventDefault()
    this.#finger = event.pointerId
    this.canvas.setPointerCapture(event.pointerId)
    const stroke = { ...WIDTHS, points: (this.#points = []) }
    this.#draw = penOn(paper, stroke)
    this.heard.begin(stroke)
    this.#add(event)
  }

  /** A slow phone tells of several steps at once. @param {PointerEvent} event */
  move(event) {
    if (event.pointerId !== this.#finger) return
    const steps = event.getCoalescedEvents?.() ?? []
    for (const step of steps.length ? steps : [event]) this.#add(step)
  }

  /** @param {PointerEvent} event */
  up({ pointerId }) {
    if (pointerId !== this.#finger) return
    this.#finger = null
    this.heard.end()
  }

  /** @param {PointerEvent} event */
  #add(event) {
    const point = pointOf(this.canvas, event)
    const last = this.#points.at(-1)
    if (last && Math.hypot(point.x - last.x, point.y - last.y) < NEAR) return
    this.#points.push(point)
    this.#draw(this.#points.length - 1)
  }
}

/** @param {HTMLCanvasElement} canvas @param {PointerEvent} event @returns {PenPoint} */
function pointOf(canvas, { clientX, clientY, pressure, timeStamp }) {
  const { left, top } = canvas.getBoundingClientRect()
  return { x: clientX - left, y: clientY - top, pressure, time: Math.round(timeStamp) }
}
