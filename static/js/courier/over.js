/** How a form ends that has become a proof: with one sentence above the round. */
import { isFinishedHere } from "./outbox.js"
import { t } from "./words.js"

/**
 * Settles never: the button that led here is busy until the round stands in its place, or a second tap would finish again.
 * @param {import("./app.js").App} app @param {string} proof @param {string} news  Of a proof that was finished in this tab.
 * @returns {Promise<never>}
 */
export function over(app, proof, news) {
  app.news = isFinishedHere(proof) ? news : t("finished_elsewhere")
  app.go("putaran")
  return new Promise(() => undefined)
}
