/** The recipient signs on their own phone: the QR on this screen, and what came of it. */
import { el, fill } from "../../shared/dom.js"
import { generate } from "../../../vendor/lean-qr/index.mjs"
import { addressOf, codeFits, isFresh, keepAsking, lookAfter, newLink } from "../own_phone.js"
import { alert, button, field } from "../ui.js"
import { learnOwnPhoneWords, t } from "../words.js"

await learnOwnPhoneWords()

/** @typedef {import("./capture.js").Job} Job */

const SVG = "http://www.w3.org/2000/svg"

/** Shows the QR in place of the button until somebody has signed or the courier closes it. @param {Job} job @param {HTMLElement} box @param {() => void} closed */
export async function showLink(job, box, closed) {
  const link = isFresh(job.draft.own_phone) ? job.draft.own_phone : null
  const now = link ?? (await newLink(job.parcel))
  if (!link) job.change({ own_phone: now })
  const state = el("p", { class: "own-phone-state", role: "status" }, t("own_phone.scan"))
  const stop = keepAsking(() => asked(job, now, state))
  const end = () => (stop(), closed())
  job.ends.push(stop)
  const another = button(t("own_phone.another"), "quiet", () => {
    stop()
    job.change({ own_phone: null })
    void showLink(job, box, closed)
  })
  const row = el("div", { class: "row" }, another, button(t("cancel"), "quiet", end, "x"))
  fill(box, code(addressOf(location.origin, job.parcel.pkg, now)), state, typed(job, now, stop), row)
  box.querySelector("svg")?.scrollIntoView({ block: "start" })
}

/** @param {Job} job @param {import("../types.js").OwnPhone} link @param {HTMLElement} state @returns {Promise<boolean>} whether it is over */
async function asked(job, link, state) {
  const found = await lookAfter(link, job.parcel.pkg)
  if (typeof found === "string") {
    const words = t(`own_phone.${found === "unseen" ? "scan" : found}`)
    if (state.textContent !== words) state.textContent = words
    return false
  }
  const { signed, rel, paper } = found
  const who = rel === "self" ? /** @type {const} */ ("addressee") : /** @type {const} */ ("other")
  navigator.vibrate?.(60)
  job.change({
    own_phone: { ...link, ...signed },
    who,
    name: signed.name ?? "",
    rel,
    paper,
    ink: null,
    no_signature: null,
  })
  job.redraw("part-own-phone")
  return true
}

/** Without a network the recipient's page says eight digits. @param {Job} job @param {import("../types.js").OwnPhone} link @param {() => void} stop */
function typed(job, link, stop) {
  const box = field(
    "own_phone_code",
    t("own_phone.code"),
    { type: "text", inputmode: "numeric", autocomplete: "off", maxlength: 12, class: "code-entry" },
    t("own_phone.code_hint"),
  )
  const said = el("p", { class: "field-error", role: "alert" })
  const input = /** @type {HTMLInputElement} */ (box.querySelector("input"))
  input.addEventListener("input", async () => {
    const digits = input.value.replace(/\D/g, "")
    said.textContent = ""
    if (digits.length < 8) return
    if (!(await codeFits(link, digits))) return void (said.textContent = t("own_phone.code_wrong"))
    stop()
    job.change({ own_phone: { ...link, code: digits }, ink: null, no_signature: null })
    job.redraw("part-own-phone")
  })
  box.append(said)
  return box
}

/** Dark on white in every light, with its quiet edge. @param {string} text */
function code(text) {
  const found = generate(text, { maxVersion: 8 })
  const svg = document.createElementNS(SVG, "svg")
  const path = document.createElementNS(SVG, "path")
  let d = ""
  for (let y = 0; y < found.size; y++)
    for (let x = 0; x < found.size; x++) if (found.get(x, y)) d += `M${x} ${y}h1v1h-1z`
  path.setAttribute("d", d)
  svg.setAttribute("viewBox", `-4 -4 ${found.size + 8} ${found.size + 8}`)
  svg.setAttribute("role", "img")
  svg.setAttribute("aria-label", t("own_phone.qr"))
  svg.setAttribute("class", "own-phone-qr")
  svg.dataset.text = text
  svg.append(path)
  return svg
}

/** What is there of it, with the lines that were drawn when they have been seen. @param {Job} job @param {() => void} dropped */
export function signedCard(job, dropped) {
  const { name, strokes, code: digits } = /** @type {import("../types.js").OwnPhone} */ (job.draft.own_phone)
  const words = digits
    ? t("own_phone.by_code", { code: `${digits.slice(0, 4)} ${digits.slice(4)}` })
    : t("own_phone.by", { name })
  return [alert(words, "good"), strokes && drawn(strokes), button(t("own_phone.drop"), "plain", dropped, "x")]
}

/** @param {{ width: number, height: number, strokes: number[][] }} sheet */
function drawn({ width, height, strokes }) {
  const svg = document.createElementNS(SVG, "svg")
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`)
  svg.setAttribute("role", "img")
  svg.setAttribute("aria-label", t("signature"))
  svg.setAttribute("class", "own-phone-ink")
  for (const stroke of strokes) {
    const line = document.createElementNS(SVG, "polyline")
    line.setAttribute("points", stroke.join(" "))
    svg.append(line)
  }
  return svg
}
