/** The last answer to "is everything stored?", asked again when shell or round change. */
import { announce, onChange } from "./changes.js"

/** @typedef {import("./ready.js").Readiness} Readiness */

/** @type {Readiness | null} */
let last = null
let asking = false

export const lastReadiness = () => last

/** @param {Readiness} found */
export const isReady = ({ shell, engine, round }) => shell && engine && round

/** @param {() => Promise<string | null>} whoIsIn @param {string} version */
export function watchReadiness(whoIsIn, version) {
  const look = async () => {
    const user = await whoIsIn()
    if (asking || !user || (last && isReady(last))) return
    asking = true
    const { readiness } = await import("./ready.js")
    last = await readiness(user, version).finally(() => (asking = false))
    announce("ready")
  }
  const safely = () => void look().catch(() => undefined)
  onChange(["shell", "round", "session"], safely)
  safely()
}
