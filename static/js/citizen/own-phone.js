/**
 * A recipient signs under the QR of a courier's screen. What was filled in stays on this phone until it is sent, so that a
 * reload or a dead line loses nothing; what was signed once is sent as it is until the server has it.
 */
import { el } from "../shared/dom.js"
import { isSigned, openPad } from "./ink-pad.js"
import { codeOf, idOf } from "../shared/short-code.js"

/**
 * @typedef {import("../types/courier-api.js").LinkOut} LinkOut
 * @typedef {{ visit: string, name: string, rel: string | null, sheet: import("./ink-pad.js").Sheet | null, record: string | null, code: string | null }} Kept
 * @typedef {Record<string, string>} Words
 */

const FRAGMENT = /^#([0-9A-HJKMNP-TV-Z]{17})\.([A-Z2-7]{52})$/
const AGAIN_MS = 5_000
const OURS = 500
const BUSY = 429

/** @param {HTMLElement} root */
export function start(root) {
  const page = new Page(root)
  void page.begin()
  addEventListener("hashchange", () => location.reload())
}

class Page {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root
    this.words = /** @type {Words} */ (JSON.parse(root.dataset.words ?? "{}"))
    const [, label = "", token = ""] = FRAGMENT.exec(location.hash) ?? []
    this.link = { label, token }
    this.kept = read(token)
    this.sending = false
    /** @type {ReturnType<typeof openPad> | null} */
    this.pad = null
  }

  /** @param {string} name @returns {HTMLElement} */
  part(name) {
    return /** @type {HTMLElement} */ (this.root.querySelector(`[data-part="${name}"]`))
  }

  async begin() {
    this.part("again").addEventListener("click", () => void this.open())
    this.part("resend").addEventListener("click", () => void this.send())
    this.part("clear").addEventListener("click", () => this.pad?.clear())
    const agreed = /** @type {HTMLInputElement} */ (this.root.querySelector("#setuju"))
    agreed.addEventListener("change", () => agreed.checked && this.mark("consent", true, agreed))
    this.part("form").addEventListener("submit", (event) => (event.preventDefault(), void this.submit()))
    addEventListener("online", () => void (this.kept.record && this.send()))
    if (!this.link.token) return this.fail(this.words.broken)
    if (this.kept.code) return this.done(this.kept.code)
    if (this.kept.record) return this.send()
    return this.open()
  }

  async open() {
    this.show("busy")
    const answer = await this.post("open", { ...this.link, visit: this.kept.visit })
    if (!answer) return
    write(this.link.token, this.kept)
    const link = /** @type {LinkOut} */ (answer)
    if (link.code) return (this.keep({ code: link.code, record: null }), this.done(link.code))
    this.fill(link)
    this.show("form")
    this.pad ??= openPad(/** @type {HTMLCanvasElement} */ (this.part("pad")), this.kept.sheet, (sheet) =>
      this.drawn(sheet),
    )
    this.drawn(this.kept.sheet)
  }

  /** @param {LinkOut} link */
  fill(link) {
    const courier = [link.courier, link.partner, link.plate].filter(Boolean).join(" · ")
    const facts = {
      recipient: link.recipient ?? "–",
      number: link.number.replace(/^(..)(....)(....)(.)/, "$1 $2 $3 $4 "),
      courier,
      office: link.office,
    }
    for (const [name, text] of Object.entries(facts))
      /** @type {HTMLElement} */ (this.root.querySelector(`[data-fact="${name}"]`)).textContent = text
    const rupiah = link.fee_rupiah.toLocaleString(document.documentElement.lang)
    this.part("fee").textContent = link.fee_rupiah ? (this.words.fee ?? "").replace("{rupiah}", rupiah) : ""
    const report = this.part("report")
    report.textContent = link.report_phone
    report.setAttribute("href", `tel:${link.report_phone.replace(/[- ]/g, "")}`)
    this.name.value = this.kept.name
    this.name.addEventListener(
      "input",
      () => (this.keep({ name: this.name.value }), this.mark("name", true, this.name)),
    )
    this.part("relations").append(...link.relations.map(({ code, name }) => this.choice(code, name)))
  }

  /** @param {string} code @param {string} words */
  choice(code, words) {
    const onchange = () => (
      this.keep({ rel: code }),
      this.mark("rel", true, this.root.querySelector("[name=rel]"))
    )
    const input = el("input", {
      type: "radio",
      name: "rel",
      value: code,
      checked: this.kept.rel === code,
      onchange,
    })
    return el("label", { class: "tick" }, input, el("span", {}, words))
  }

  get name() {
    return /** @type {HTMLInputElement} */ (this.root.querySelector("#nama"))
  }

  /** @param {import("./ink-pad.js").Sheet | null} sheet */
  drawn(sheet) {
    this.keep({ sheet })
    if (isSigned(sheet)) this.mark("ink", true, this.part("pad"))
    const said = this.part("drawn")
    said.textContent = (sheet ? said.dataset.yes : said.dataset.no) ?? ""
  }

  /** What is missing is said beside it, and the first of it takes the focus. */
  async submit() {
    const agreed = /** @type {HTMLInputElement} */ (this.root.querySelector("#setuju"))
    const first = this.root.querySelector('input[name="rel"]')
    /** @type {[string, boolean, Element | null][]} */
    const asked = [
      ["name", this.kept.name.trim().length >= 2, this.name],
      ["rel", this.kept.rel !== null, first],
      ["ink", isSigned(this.kept.sheet), this.part("pad")],
      ["consent", agreed.checked, agreed],
    ]
    for (const [what, is, field] of asked) this.mark(what, is, field)
    const missing = asked.find(([, is]) => !is)
    if (missing) return /** @type {HTMLElement} */ (missing[2]).focus()
    this.keep({ record: this.record() })
    await this.send()
  }

  /** @param {string} what @param {boolean} is @param {Element | null} field */
  mark(what, is, field) {
    const wrong = /** @type {HTMLElement} */ (this.root.querySelector(`[data-wrong="${what}"]`))
    wrong.hidden = is
    const words = wrong.querySelector("span")
    if (words) words.textContent = is ? "" : (this.words[what] ?? "")
    if (is) field?.removeAttribute("aria-invalid")
    else field?.setAttribute("aria-invalid", "true")
  }

  record() {
    const salt = crypto.getRandomValues(new Uint8Array(16))
    return JSON.stringify({
      v: 1,
      typ: "own-phone",
      salt: b64u(salt),
      id: idOf(this.link.token),
      pkg: this.link.label,
      name: this.kept.name.normalize("NFC").trim().replace(/\s+/g, " "),
      rel: this.kept.rel,
      consent: true,
      ink: this.kept.sheet,
      signed_at: new Date().toISOString(),
    })
  }

  /** The same bytes until the server has them; the code is good before that. */
  async send() {
    const { record, visit } = this.kept
    if (!record || this.sending) return
    this.sending = true
    this.part("send").setAttribute("aria-busy", "true")
    clearTimeout(this.timer)
    const answer = await this.post("signatures", { ...this.link, visit, record }, () => this.unsent(record))
    this.sending = false
    this.part("send").removeAttribute("aria-busy")
    if (!answer) return
    this.keep({ record: null, sheet: null, name: "", rel: null, code: answer.code })
    this.done(answer.code)
  }

  /** @param {string} record */
  async unsent(record) {
    const code = await codeOf(this.link.token, record).catch(() => "")
    this.show("done")
    this.part("state").textContent = this.words.unsent ?? ""
    this.part("code").textContent = grouped(code)
    this.part("resend").hidden = false
    this.timer = setTimeout(() => void this.send(), AGAIN_MS)
  }

  /** @param {string} code */
  done(code) {
    this.show("done")
    this.part("code").textContent = grouped(code)
    this.part("resend").hidden = true
    const state = this.part("state")
    state.textContent = this.words.sent ?? ""
    state.focus()
  }

  /**
   * @param {string} where @param {object} body @param {() => unknown} [unreached] instead of words, when nobody answered
   * @returns {Promise<any>} nothing when it has been said what is wrong
   */
  async post(where, body, unreached) {
    const answer = await sent(`/ttd/api/${where}`, body)
    if (answer?.ok && answer.said) return answer.said
    const again = mayHelp(answer)
    if (again && unreached) return void (await unreached())
    this.fail(answer?.said?.detail ?? this.words[answer ? "ours" : "line"], again)
  }

  /** @param {string | undefined} why @param {boolean} [again] whether trying once more may help */
  fail(why, again = false) {
    this.show("problem")
    this.part("why").textContent = why ?? ""
    this.part("again").hidden = !again
  }

  /** @param {"busy" | "problem" | "form" | "done"} now */
  show(now) {
    for (const name of ["busy", "problem", "form", "done"]) this.part(name).hidden = name !== now
  }

  /** @param {Partial<Kept>} changes */
  keep(changes) {
    Object.assign(this.kept, changes)
    write(this.link.token, this.kept)
  }
}

/** Trying once more may: nobody answered, or somebody who had no time. @param {{ status: number, said: any } | null} answer */
const mayHelp = (answer) => !answer?.said || answer.status >= OURS || answer.status === BUSY

/** What came back, as far as anything did. @param {string} address @param {object} body */
async function sent(address, body) {
  const headers = { "Content-Type": "application/json" }
  const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) }).catch(
    () => null,
  )
  const said = await answer?.json().catch(() => null)
  return answer && { ok: answer.ok, status: answer.status, said }
}

/** @param {string} code */
const grouped = (code) => code.replace(/(\d{4})(?=\d)/, "$1 ")

/** @param {Uint8Array} bytes */
const b64u = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "")

/** @param {string} token @returns {Kept} what this browser has of this link, or a new visit */
function read(token) {
  /** @type {Kept} */
  const fresh = {
    ...{ visit: b64u(crypto.getRandomValues(new Uint8Array(18))), name: "", rel: null },
    ...{ sheet: null, record: null, code: null },
  }
  try {
    return { ...fresh, ...JSON.parse(localStorage.getItem(`ttd:${token}`) ?? "{}") }
  } catch {
    return fresh
  }
}

/** A browser that keeps nothing works as long as the page stays open. @param {string} token @param {Kept} kept */
function write(token, kept) {
  try {
    localStorage.setItem(`ttd:${token}`, JSON.stringify(kept))
  } catch {
    // Private mode, or a full disk.
  }
}
