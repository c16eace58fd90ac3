/** "Siap offline" is said only when shell, QR engine and round are really stored: each is read back. */
import { storedRound } from "./round.js"
import { readBitmap, startEngine } from "./scanner.js"

/** A small code that says SURAT, one number a row: the engine must read it before we trust it. */
const TEST_CODE = [
  2088831, 1072193, 1531485, 1527133, 1530205, 1067841, 2086271, 3840, 1307031, 76112, 490708, 756232, 586823,
  7973, 2088433, 1071032, 1530729, 1531672, 1524815, 1068246, 2088454,
]
const TEST_TEXT = "SURAT"
const ANSWER_MS = 15_000

/** @typedef {{ shell: boolean, engine: boolean, round: boolean }} Readiness */

/** @param {string} user @param {string} version of the shell this page came from @returns {Promise<Readiness>} */
export async function readiness(user, version) {
  const shell = await shellStored(version)
  return { shell, engine: shell && (await engineReads()), round: (await storedRound(user)) !== null }
}

/** @param {string} version */
async function shellStored(version) {
  const registration = await navigator.serviceWorker?.getRegistration("/kurir/")
  const answer = registration?.active ? await question(registration.active) : null
  return answer?.complete === true && answer.version === version
}

/** @param {ServiceWorker} worker @returns {Promise<{ complete: boolean, version: string } | null>} */
function question(worker) {
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    setTimeout(() => resolve(null), ANSWER_MS)
    port1.onmessage = ({ data }) => resolve(data)
    worker.postMessage({ type: "check" }, [port2])
  })
}

async function engineReads() {
  if (!(await startEngine())) return false
  return (await readBitmap(await createImageBitmap(drawn(TEST_CODE)))) === TEST_TEXT
}

/** @param {number[]} rows bits, left to right @returns {OffscreenCanvas} dark on white with a quiet zone */
function drawn(rows) {
  const size = rows.length
  const canvas = new OffscreenCanvas((size + 8) * 6, (size + 8) * 6)
  const paper = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"))
  paper.fillStyle = "white"
  paper.fillRect(0, 0, canvas.width, canvas.height)
  paper.fillStyle = "black"
  rows.forEach((row, y) => {
    for (let x = 0; x < size; x += 1)
      if ((row >> (size - 1 - x)) & 1) paper.fillRect((x + 4) * 6, (y + 4) * 6, 6, 6)
  })
  return canvas
}
