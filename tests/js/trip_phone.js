/** A phone on which drivers' trips were taken, and a server that gives passes and tells rounds. */
import { keepKey, provenKey } from "../../static/js/courier/keys.js"
import { inStore } from "../../static/js/courier/store.js"
import { keepSession } from "../../static/js/courier/who.js"

export const FIRST = "11111111-6f0e-4c1e-9a1c-0d1f2e3a4b5c"
export const SECOND = "22222222-6f0e-4c1e-9a1c-0d1f2e3a4b5c"
export const OFFICE = { name: "Disdukcapil Kudus", phone: "", report_phone: "" }
export const MORNING = "2026-11-23T01:00:00.000Z"
const EVENING = "2026-11-23T09:00:00.000Z"

/** @param {string} user @param {"trip" | "account"} [kind] @param {string} [server_time] */
export const comesIn = (user, kind = "trip", server_time = MORNING) =>
  keepSession(/** @type {any} */ ({ courier: { id: user }, kind, office: OFFICE, server_time }))

/** As the server tells it. @param {string} user @param {import("../../static/js/courier/types.js").PackageOut[]} packages @param {object} [more] */
export const roundOf = (user, packages, more = {}) => ({
  ...{ v: 1, server_time: MORNING, expires_at: EVENING, courier: { id: user }, office: OFFICE },
  ...{ packages, policies: [], hosts: [], over: false },
  ...more,
})

/** @param {string} user @param {import("../../static/js/courier/types.js").PackageOut[]} packages @param {object} [more] */
export const hasRound = (user, packages, more = {}) =>
  inStore((store) =>
    store.put(
      "rounds",
      /** @type {any} */ ({
        ...{ user, etag: '"1"', heard: 0, stored_at: MORNING },
        round: roundOf(user, packages, more),
      }),
    ),
  )

/** @param {string} user */
export async function hasKey(user) {
  Object.assign(globalThis, { location: { host: "surat.example.go.id" } })
  await keepKey({ ...(await provenKey(user)), enrolled: true })
}

/** @typedef {{ path: string, pass: string | null, credentials: string | undefined }} Heard */

/**
 * A server that gives passes, and says what it was shown. `rounds` answers a question about the round.
 * @param {string} user @param {{ status?: number, rounds?: (pass: string | null) => Response }} [says]
 */
export function aServer(user, { status = 201, rounds = () => json(roundOf(user, []), 200) } = {}) {
  /** @type {Heard[]} */
  const heard = []
  const asked = (/** @type {string} */ end) => heard.filter(({ path }) => path.endsWith(end)).length
  const send = /** @type {typeof fetch} */ (
    async (path, init) => {
      const pass = new Headers(init?.headers).get("Authorization")
      heard.push({ path: String(path), pass, credentials: init?.credentials })
      if (String(path).endsWith("/challenges")) return json({ challenge: "c" }, 200)
      if (String(path).endsWith("/round")) return rounds(pass)
      if (status !== 201) return signInNeeded(status)
      return json({ pass: `pass-${asked("/passes")}`, courier: { id: user } }, 201)
    }
  )
  return { heard, asked, send }
}

/** @param {number} [status] */
export const signInNeeded = (status = 401) =>
  json({ type: "/problems/sign-in-needed", status }, status, "problem+")

/** @param {object} said @param {number} status @param {string} [kind] */
export const json = (said, status, kind = "") =>
  new Response(JSON.stringify(said), {
    status,
    headers: { "Content-Type": `application/${kind}json`, ETag: '"2"' },
  })
