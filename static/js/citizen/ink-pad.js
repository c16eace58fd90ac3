/** A sheet to sign on: whole pixels of the sheet on which it was begun; turned or resized, it is drawn again in proportion. */

/** @typedef {{ width: number, height: number, strokes: number[][] }} Sheet  Each stroke is x, y, x, y… */

const STEP = 12
const ARROWS = /** @type {Record<string, [number, number]>} */ ({
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
})
const LEAST_POINTS = 12
const LEAST_LENGTH = 80
const MOST_NUMBERS = 7_000

/** @param {Sheet | null} sheet long enough to be somebody's signature */
export function isSigned(sheet) {
  if (!sheet) return false
  const points = sheet.strokes.reduce((sum, stroke) => sum + stroke.length / 2, 0)
  return (
    points >= LEAST_POINTS && sheet.strokes.reduce((sum, stroke) => sum + lengthOf(stroke), 0) >= LEAST_LENGTH
  )
}

/** @param {number[]} stroke */
function lengthOf(stroke) {
  let length = 0
  for (let i = 2; i < stroke.length; i += 2)
    length += Math.hypot((stroke[i] ?? 0) - (stroke[i - 2] ?? 0), (stroke[i + 1] ?? 0) - (stroke[i - 1] ?? 0))
  return length
}

/** @param {HTMLCanvasElement} canvas @param {Sheet | null} kept @param {(sheet: Sheet | null) => void} changed after each stroke */
export function openPad(canvas, kept, changed) {
  let sheet = kept
  /** @type {number[] | null} */
  let stroke = null
  const draw = () => drawSheet(canvas, sheet)
  const begin = () => (sheet ??= { width: canvas.clientWidth, height: canvas.clientHeight, strokes: [] })
  /** @param {number} x @param {number} y in pixels of the canvas as it is shown now */
  const add = (x, y) => {
    const { width, height, strokes } = begin()
    if (strokes.reduce((sum, { length }) => sum + length, 0) > MOST_NUMBERS) return
    if (!stroke) strokes.push((stroke = []))
    const [a, b] = [
      Math.round((x * width) / canvas.clientWidth),
      Math.round((y * height) / canvas.clientHeight),
    ]
    if (a !== stroke.at(-2) || b !== stroke.at(-1)) stroke.push(within(a, width), within(b, height))
    draw()
  }
  const end = () => {
    if (!stroke) return
    stroke = null
    changed(sheet)
  }
  byFinger(canvas, add, end, () => stroke)
  byKeyboard(canvas, add, end, () => stroke)
  new ResizeObserver(draw).observe(canvas)
  return {
    sheet: () => sheet,
    clear: () => {
      sheet = stroke = null
      draw()
      changed(null)
    },
  }
}

/** @typedef {(x: number, y: number) => void} Add */

/** @param {HTMLCanvasElement} canvas @param {Add} add @param {() => void} end @param {() => number[] | null} stroke */
function byFinger(canvas, add, end, stroke) {
  /** @param {PointerEvent} event */
  const point = (event) => {
    const all = event.getCoalescedEvents?.() ?? []
    for (const { offsetX, offsetY } of all.length ? all : [event]) add(offsetX, offsetY)
  }
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId)
    end()
    point(event)
  })
  canvas.addEventListener("pointermove", (event) => stroke() && point(event))
  for (const over of ["pointerup", "pointercancel"]) canvas.addEventListener(over, end)
}

/** @param {HTMLCanvasElement} canvas @param {Add} add @param {() => void} end @param {() => number[] | null} stroke */
function byKeyboard(canvas, add, end, stroke) {
  let [x, y] = [0.2, 0.5]
  canvas.addEventListener("keydown", (event) => {
    const [dx, dy] = ARROWS[event.key] ?? [0, 0]
    if (event.key === " ") end()
    else if (!dx && !dy) return
    event.preventDefault()
    if (!dx && !dy) return
    const [width, height] = [canvas.clientWidth, canvas.clientHeight]
    if (!stroke()) add(x * width, y * height)
    ;[x, y] = [within(x + dx / width, 1), within(y + dy / height, 1)]
    add(x * width, y * height)
  })
  canvas.addEventListener("blur", end)
}

/** @param {number} value @param {number} most */
const within = (value, most) => Math.max(0, Math.min(most, value))

/** The strokes are the truth; a resize clears the canvas. @param {HTMLCanvasElement} canvas @param {Sheet | null} sheet */
function drawSheet(canvas, sheet) {
  const ratio = Math.min(2, devicePixelRatio || 1)
  const [width, height] = [Math.round(canvas.clientWidth * ratio), Math.round(canvas.clientHeight * ratio)]
  Object.assign(canvas, { width, height })
  const pen = canvas.getContext("2d")
  if (!pen || !sheet || !width) return
  Object.assign(pen, {
    lineWidth: 2.4 * ratio,
    lineCap: "round",
    lineJoin: "round",
    strokeStyle: "rgb(16, 24, 64)",
  })
  for (const stroke of sheet.strokes) line(pen, stroke, width / sheet.width, height / sheet.height)
}

/** @param {CanvasRenderingContext2D} pen @param {number[]} stroke @param {number} across @param {number} down */
function line(pen, stroke, across, down) {
  const [x = 0, y = 0] = stroke
  pen.beginPath()
  pen.moveTo(x * across, y * down)
  for (let i = 0; i < stroke.length; i += 2)
    pen.lineTo((stroke[i] ?? 0) * across, (stroke[i + 1] ?? 0) * down)
  if (stroke.length === 2) pen.lineTo(x * across + 1, y * down)
  pen.stroke()
}
