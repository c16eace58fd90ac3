/** Impor antrean kurir: shows what a file holds, then sends it to the server one proof at a time. */
import { el, fill } from "../shared/dom.js"
import { bundlesOf, firstLine, NotOurs } from "./export-lines.js"
import { post } from "./import-post.js"

/**
 * @typedef {{ package: string, alias: string, outcome: string, time: string, signed: boolean, lines: number }} Listed
 * @typedef {{ courier: string, made_at: string, proofs: Listed[] }} Contents
 * @typedef {import("./import-post.js").Answer} Answer
 */

/** What a file can lose on the way; the phone still has it whole. */
const ON_THE_WAY = new Set(["sealed-damaged", "export-incomplete"])

/** @param {HTMLElement} root */
export function start(root) {
  const input = /** @type {HTMLInputElement} */ (root.querySelector("input[type=file]"))
  const press = part(root, "[data-start]")
  /** @type {{ file: File, contents: Contents } | null} */
  let chosen = null
  const choose = async () => {
    chosen = null
    const file = input.files?.[0]
    const contents = file ? await look(root, file) : null
    if (file && contents) chosen = { file, contents }
  }
  input.addEventListener("change", choose)
  void choose() // a file may have been chosen while this was still loading
  press.addEventListener("click", () => {
    if (chosen && press.getAttribute("aria-busy") !== "true")
      void importing(root, chosen.file, chosen.contents)
  })
}

/** @param {HTMLElement} root @param {File} file @returns {Promise<Contents | null>} */
async function look(root, file) {
  for (const place of ["[data-contents]", "[data-rows]"]) part(root, place).hidden = true
  complain(root, "")
  const line = await firstLine(file).catch(() => "")
  if (!line) return complain(root, root.dataset.notOurs ?? "")
  const answer = await post(root.dataset.look ?? "", line, token(root))
  if (answer.kind !== "good") return complain(root, wordsOf(root, answer), answer.code)
  draw(root, answer.body)
  return answer.body
}

/** @param {HTMLElement} root @param {Contents} contents */
function draw(root, { courier, made_at, proofs }) {
  const facts = root.querySelectorAll("[data-contents] dd")
  ;[courier, made_at, String(proofs.length)].forEach((text, i) => facts[i]?.replaceChildren(text))
  fill(part(root, "[data-rows] tbody"), ...proofs.map((proof) => row(root, proof)))
  part(root, "[data-contents]").hidden = false
  part(root, "[data-rows]").hidden = false
  part(root, "[data-progress]").hidden = true
  part(root, "[data-start]").hidden = false
  part(root, "[data-said]").textContent = ""
  part(root, "#contents-title").focus()
}

/** @param {HTMLElement} root @param {Listed} proof */
function row(root, { alias, outcome, time, signed }) {
  const line = copy(root, "[data-row]")
  part(line, "[data-alias]").append(alias ? code(alias) : (root.dataset.unknown ?? ""))
  part(line, "[data-outcome]").append(outcome, signed ? "" : ` (${root.dataset.unsigned ?? ""})`)
  part(line, "[data-time]").append(time)
  result(root, line, "waiting")
  return line
}

/** @param {string} alias */
function code(alias) {
  const cuts = [0, 2, 6, 10, 11]
  const groups = cuts.map((at, i) => alias.slice(at, cuts[i + 1]))
  const spans = groups.map((group) => el("span", {}, group))
  return el("span", { class: "code" }, el("code", { translate: "no" }, ...spans))
}

/** @param {HTMLElement} root @param {File} file @param {Contents} contents */
async function importing(root, file, contents) {
  const press = part(root, "[data-start]")
  press.setAttribute("aria-busy", "true")
  complain(root, "")
  part(root, "[data-progress]").hidden = false
  try {
    await each(root, file, contents.proofs)
    press.hidden = true
  } catch (error) {
    if (!(error instanceof Stopped) && !(error instanceof NotOurs)) throw error
    complain(root, error instanceof Stopped ? error.message : (root.dataset.notOurs ?? ""))
  } finally {
    press.removeAttribute("aria-busy")
  }
}

/** Nothing more can be sent now; what is in stays in. */
class Stopped extends Error {}

/** @param {HTMLElement} root @param {File} file @param {Listed[]} proofs */
async function each(root, file, proofs) {
  const lines = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[data-rows] tbody tr")])
  /** @type {Record<string, number>} */
  const counts = { sent: 0, review: 0, had: 0, refused: 0 }
  /** @type {Set<string>} */
  const broken = new Set()
  let done = 0
  for await (const bundle of bundlesOf(
    file,
    proofs.map((proof) => proof.lines),
  )) {
    const [line, parcel] = [lines[done], proofs[done]?.package ?? ""]
    if (!line) break
    result(root, line, "sending")
    const answer = broken.has(parcel) ? held(root) : await sendOne(root, bundle)
    if (ON_THE_WAY.has(answer.code)) broken.add(parcel)
    const state = settle(root, line, answer)
    counts[state in counts ? state : "refused"] += 1
    done += 1
    count(root, done, proofs.length)
  }
  part(root, "[data-said]").textContent = filled(root.dataset.summary ?? "", counts)
}

/** Custody goes in order: what is whole waits for the act before it, which a new file brings. @param {HTMLElement} root @returns {Answer} */
function held(root) {
  return { kind: "good", body: { state: "held", why: root.dataset.held ?? "" }, code: "", why: "" }
}

/** @param {HTMLElement} root @param {string[]} bundle @returns {Promise<Answer>} */
function sendOne(root, bundle) {
  /** @type {Answer} */
  const cut = { kind: "refused", body: null, code: "export-incomplete", why: root.dataset.cut ?? "" }
  return bundle.length ? post(root.dataset.send ?? "", bundle.join("\n"), token(root)) : Promise.resolve(cut)
}

/** @param {HTMLElement} root @param {HTMLElement} line @param {Answer} answer @returns {string} the state of the row */
function settle(root, line, answer) {
  if (answer.kind === "signed-out" || answer.kind === "unsent") {
    result(root, line, "waiting")
    throw new Stopped(wordsOf(root, answer))
  }
  const { state = "refused", why = answer.why, page = "" } = answer.body ?? {}
  result(root, line, state, why)
  line.dataset.code = answer.code
  if (page) link(root, line, page)
  return state
}

/** @param {HTMLElement} root @param {HTMLElement} line @param {string} page */
function link(root, line, page) {
  const anchor = copy(root, "[data-link]")
  anchor.setAttribute("href", page)
  part(line, "[data-result]").append(anchor)
}

/** @param {HTMLElement} root @param {HTMLElement} line @param {string} state @param {string} [why] */
function result(root, line, state, why = "") {
  line.dataset.state = state
  fill(part(line, "[data-result]"), copy(root, `[data-badge="${state}"]`), why && el("small", {}, why))
}

/** @param {HTMLElement} root @param {number} done @param {number} all */
function count(root, done, all) {
  const bar = /** @type {HTMLProgressElement} */ (part(root, "progress"))
  bar.max = all
  bar.value = done
  part(root, "[data-said]").textContent = filled(root.dataset.counted ?? "", { n: done, all })
}

/** @param {HTMLElement} root @param {Answer} answer */
function wordsOf(root, { kind, why }) {
  if (kind === "signed-out") return root.dataset.signedOut ?? ""
  return kind === "unsent" ? (root.dataset.unsent ?? "") : why
}

/** @param {HTMLElement} root @param {string} words @param {string} [why] a stable code @returns {null} */
function complain(root, words, why = "") {
  const place = part(root, "[data-problem]")
  place.dataset.code = why
  const box = copy(root, "[data-alert]")
  part(box, "p").textContent = words
  fill(place, words ? box : "")
  return null
}

/** @param {string} words @param {Record<string, number>} gaps */
const filled = (words, gaps) => words.replace(/\{(\w+)\}/g, (gap, name) => String(gaps[name] ?? gap))

/** @param {HTMLElement} root */
function token(root) {
  return /** @type {HTMLInputElement | null} */ (root.querySelector("[name=csrf_token]"))?.value ?? ""
}

/** @param {HTMLElement} root @param {string} name */
function copy(root, name) {
  return /** @type {HTMLElement} */ (part(root, `[data-kit] ${name}`).cloneNode(true))
}

/** @param {ParentNode} root @param {string} name @returns {HTMLElement} */
function part(root, name) {
  const found = root.querySelector(name)
  if (!found) throw new Error(`The page has no ${name}`)
  return /** @type {HTMLElement} */ (found)
}
