/** In place of the camera: a drawing of an envelope before a door, which the courier's own code photographs. */

const [WIDTH, HEIGHT] = [1280, 960]
/** Colour, left, top, width, height. @type {[string, number, number, number, number][]} */
const SCENE = [
  ["#d9e4dc", 0, 0, WIDTH, HEIGHT],
  ["#8a5a3c", 440, 60, 400, 640],
  ["#5f3b26", 480, 110, 320, 250],
  ["#5f3b26", 480, 400, 320, 260],
  ["#f2c14e", 780, 400, 30, 50],
  ["#a9a196", 0, 700, WIDTH, 260],
  ["#fdf6e3", 420, 620, 440, 250],
  ["#1b1b1b", 460, 660, 90, 90],
  ["#1b1b1b", 590, 670, 220, 16],
  ["#1b1b1b", 590, 710, 160, 16],
]

/** @type {HTMLVideoElement | null} */
let picture = null

/** Looks like the running picture to whoever shows it or photographs it. */
export async function openCamera() {
  picture ??= drawn()
  return picture
}

export const restCamera = () => undefined

export const reviveCamera = async () => undefined

function drawn() {
  const canvas = document.createElement("canvas")
  Object.assign(canvas, { width: WIDTH, height: HEIGHT, className: "camera-picture" })
  canvas.setAttribute("aria-hidden", "true")
  const paper = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"))
  for (const [colour, ...place] of SCENE) {
    paper.fillStyle = colour
    paper.fillRect(...place)
  }
  paper.font = "bold 72px sans-serif"
  paper.fillStyle = "#b3261e"
  paper.fillText("CONTOH", 500, 840)
  const still = Object.assign(canvas, { play: async () => undefined })
  return /** @type {HTMLVideoElement} */ (/** @type {unknown} */ (still))
}
