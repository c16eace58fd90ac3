/**
 * The pen: a finger, a mouse or the arrow keys draw on a canvas. Lines are kept as whole pixels of the sheet on which they
 * were begun, and every picture is drawn from them: turned or resized, it is the same signature. Slow is thick, quick is thin.
 */

/** @typedef {import("./ink.js").Ink} Ink */

const NEAR = 3
const [MOST_NUMBERS, MOST_STROKES] = [7_000, 200]
const ARROWS = /** @type {Record<string, [number, number]>} */ ({
  ArrowLeft: [-12, 0],
  ArrowRight: [12, 0],
  ArrowUp: [0, -12],
  ArrowDown: [0, 12],
})

/**
 * White paper of this size, and every line on it.
 * @param {HTMLCanvasElement} canvas @param {number} width @param {number} height in dots @param {Ink | null} ink
 */
export function drawInk(canvas, width, height, ink) {
  Object.assign(canvas, { width, height })
  const paper = paperOf(canvas)
  paper.fillStyle = "#fff"
  paper.fillRect(0, 0, width, height)
  if (!ink) return
  paper.scale(width / ink.width, height / ink.height)
  for (const stroke of ink.strokes) {
    const pen = penOn(paper)
    for (let i = 0; i < stroke.length; i += 2) pen.to(stroke[i] ?? 0, stroke[i + 1] ?? 0)
    pen.end()
  }
}

/** @param {HTMLCanvasElement} canvas */
const paperOf = (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"))

/** A line under the finger and the same one drawn anew look alike. @param {CanvasRenderingContext2D} paper scaled to the ink */
function penOn(paper) {
  let [fromX, fromY, lastX, lastY, step] = [NaN, NaN, NaN, NaN, 0]
  return { to, end: () => curve(lastX, lastY) }

  /** @param {number} x @param {number} y */
  function to(x, y) {
    if (!(lastX >= 0)) [fromX, fromY, lastX, lastY] = [x, y, x, y]
    step = 0.7 * Math.hypot(x - lastX, y - lastY) + 0.3 * step
    curve((lastX + x) / 2, (lastY + y) / 2)
    lastX = x
    lastY = y
  }
  /** Bent towards the last point. @param {number} x @param {number} y */
  function curve(x, y) {
    // Half as thick where the points are sixteen pixels apart.
    const lineWidth = Math.max(0.8, 2.6 / (1 + step / 16))
    Object.assign(paper, { lineWidth, lineCap: "round", strokeStyle: "#101840" })
    paper.beginPath()
    paper.moveTo(fromX, fromY)
    // A line without any length is none: a dot is a very short one.
    paper.quadraticCurveTo(lastX, lastY, x + 0.01, y)
    paper.stroke()
    fromX = x
    fromY = y
  }
}

/**
 * @param {HTMLCanvasElement} canvas always of the same proportions @param {Ink | null} ink from before
 * @param {(ink: Ink | null) => void} changed after every stroke, and when there is nothing any more
 */
export function openPad(canvas, ink, changed) {
  const sheet = sheetOn(canvas, ink, changed)
  const ear = new AbortController()
  /** @param {string} kind @param {(event: any) => void} hear */
  const on = (kind, hear) => canvas.addEventListener(kind, hear, ear)
  byFinger(canvas, sheet, on)
  byKeyboard(canvas, sheet, on)
  const watcher = new ResizeObserver(sheet.draw)
  watcher.observe(canvas)
  return { clear: sheet.clear, close: () => (watcher.disconnect(), ear.abort()) }
}

/** @typedef {ReturnType<typeof sheetOn>} Sheet @typedef {(kind: string, hear: (event: any) => void) => void} On */

/** @param {HTMLCanvasElement} canvas @param {Ink | null} ink @param {(ink: Ink | null) => void} changed */
function sheetOn(canvas, ink, changed) {
  /** @type {number[] | null} the one that is being drawn */
  let stroke = null
  /** @type {ReturnType<typeof penOn> | null} */
  let pen = null
  return { add, end, draw, clear, drawing: () => stroke }

  /** A resize clears the canvas: the lines are drawn again. */
  function draw() {
    const ratio = Math.min(2, devicePixelRatio || 1)
    const [width, height] = [canvas.clientWidth, canvas.clientHeight].map((side) => Math.round(side * ratio))
    if (!width || !height) return
    end()
    drawInk(canvas, width, height, ink)
  }
  function clear() {
    ink = stroke = null
    draw()
    changed(null)
  }
  /** @param {number} x @param {number} y in shares of the pad as it is shown now */
  function add(x, y) {
    if (!ink) {
      ink = { width: canvas.clientWidth, height: canvas.clientHeight, strokes: [] }
      draw()
    }
    const { width, height, strokes } = ink
    if (strokes.flat().length >= MOST_NUMBERS || (!stroke && strokes.length >= MOST_STROKES)) return
    if (!stroke) {
      strokes.push((stroke = []))
      pen = penOn(paperOf(canvas))
    }
    const [a, b] = [Math.round(within(x) * width), Math.round(within(y) * height)]
    if (Math.hypot(a - (stroke.at(-2) ?? -NEAR), b - (stroke.at(-1) ?? -NEAR)) < NEAR) return
    stroke.push(a, b)
    pen?.to(a, b)
  }
  function end() {
    if (!stroke) return
    stroke = null
    pen?.end()
    changed(ink)
  }
}

/** One pointer at a time: a second finger is a palm. @param {HTMLCanvasElement} canvas @param {Sheet} sheet @param {On} on */
function byFinger(canvas, { add, end }, on) {
  /** @type {number | null} */
  let finger = null
  /** A slow phone tells of several steps at once. @param {PointerEvent} event */
  const move = (event) => {
    if (event.pointerId !== finger) return
    const steps = event.getCoalescedEvents?.() ?? []
    const { left, top, width, height } = canvas.getBoundingClientRect()
    for (const step of steps.length ? steps : [event])
      add((step.clientX - left) / width, (step.clientY - top) / height)
  }
  on("pointermove", move)
  on("pointerdown", (/** @type {PointerEvent} */ event) => {
    if (finger !== null || event.button > 0) return
    event.preventDefault()
    finger = event.pointerId
    canvas.setPointerCapture(finger)
    end()
    move(event)
  })
  // What was drawn counts, also when the system takes the finger away.
  for (const over of ["pointerup", "pointercancel"])
    on(over, ({ pointerId }) => {
      if (pointerId !== finger) return
      finger = null
      end()
    })
}

/** Arrows draw, the space bar lifts the pen. @param {HTMLCanvasElement} canvas @param {Sheet} sheet @param {On} on */
function byKeyboard(canvas, { add, end, drawing }, on) {
  let [x, y] = [0.2, 0.5]
  on("keydown", (/** @type {KeyboardEvent} */ event) => {
    const step = ARROWS[event.key]
    if (!step && event.key !== " ") return
    event.preventDefault()
    if (!step) return end()
    if (!drawing()) add(x, y)
    x = within(x + step[0] / canvas.clientWidth)
    y = within(y + step[1] / canvas.clientHeight)
    add(x, y)
  })
  on("blur", end)
}

/** @param {number} share */
const within = (share) => Math.max(0, Math.min(1, share))
