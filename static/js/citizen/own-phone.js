/**
 * A recipient signs under the QR of a courier's screen. What was filled in stays on this phone until it is sent, so that a
 * reload or a dead line loses nothing; what was signed once is sent as it is until the server has it, or no longer takes
 * it. A borrowed phone keeps it no longer than that: a day, a refusal, or a tap.
 */
import { el } from "../shared/dom.js"
import { isSignature } from "../shared/ink.js"
import { holdsNumber } from "../shared/citizen_number.js"
import { codeOf, idOf } from "../shared/short-code.js"
import { b64u, drop, fresh, grouped, read, tidy, write } from "./link-kept.js"

/**
 * @typedef {import("../types/courier-api.js").LinkOut} LinkOut
 * @typedef {import("./link-kept.js").Kept} Kept
 * @typedef {Record<string, string>} Words
 */

const FRAGMENT = /^#([0-9A-HJKMNP-TV-Z]{17})\.([A-Z2-7]{52})$/
const AGAIN_MS = 5_000
const [CLOSED, BUSY, OURS] = [410, 429, 500]

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
    /** @type {string[]} */
    this.lettered = []
    /** @type {ReturnType<typeof import("../shared/pen.js").openPad> | null} */
    this.pad = null
  }

  /** @param {string} name @returns {HTMLElement} */
  part(name) {
    return /** @type {HTMLElement} */ (this.root.querySelector(`[data-part="${name}"]`))
  }

  async begin() {
    this.part("again").addEventListener("click", () => void this.open())
    this.part("resend").addEventListener("click", () => void this.send())
    this.part("forget").addEventListener("click", () => this.forgetIfMeant())
    this.part("clear").addEventListener("click", () => this.pad?.clear())
    const agreed = /** @type {HTMLInputElement} */ (this.root.querySelector("#setuju"))
    agreed.addEventListener("change", () => agreed.checked && this.mark("consent", true, agreed))
    this.part("form").addEventListener("submit", (event) => (event.preventDefault(), void this.submit()))
    // What the QR says goes along to the other language and comes back, and no server hears of it.
    const otherLanguage = /** @type {HTMLFormElement} */ (document.querySelector(".language"))
    otherLanguage.action += location.hash
    addEventListener("online", () => void (this.kept.record && this.send()))
    if (!this.link.token) return this.fail(this.words.broken)
    if (this.kept.code) return this.done(this.kept.code)
    if (this.kept.record) return this.send()
    return this.open()
  }

  async open() {
    this.show("busy")
    const [answer, pen] = await Promise.all([
      this.post("open", { ...this.link, visit: this.kept.visit }),
      import("../shared/pen.js").catch(() => null),
    ])
    if (answer && !pen) this.fail(this.words.line, true)
    if (!answer || !pen) return
    write(this.link.token, this.kept)
    const link = /** @type {LinkOut} */ (answer)
    if (link.code) return (this.keep({ code: link.code, record: null }), this.done(link.code))
    this.fill(link)
    this.show("form")
    this.pad ??= pen.openPad(/** @type {HTMLCanvasElement} */ (this.part("pad")), this.kept.sheet, (sheet) =>
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
    for (const what of /** @type {const} */ (["name", "paper"])) {
      const field = this[what]
      field.value = this.kept[what]
      field.addEventListener(
        "input",
        () => (this.keep({ [what]: field.value }), this.mark(what, true, field)),
      )
    }
    this.lettered = link.relations.filter(({ paper }) => paper).map(({ code }) => code)
    this.part("relations").append(...link.relations.map(({ code, name }) => this.choice(code, name)))
    this.part("paper").hidden = !this.asksPaper
  }

  /** @param {string} code @param {string} words */
  choice(code, words) {
    const onchange = () => (
      this.keep({ rel: code }),
      (this.part("paper").hidden = !this.asksPaper),
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

  /** Whoever stands there by a letter names it. */
  get asksPaper() {
    return this.lettered.includes(this.kept.rel ?? "")
  }

  get paper() {
    return /** @type {HTMLInputElement} */ (this.root.querySelector("#surat"))
  }

  get name() {
    return /** @type {HTMLInputElement} */ (this.root.querySelector("#nama"))
  }

  /** @param {import("../shared/ink.js").Ink | null} sheet */
  drawn(sheet) {
    this.keep({ sheet })
    if (isSignature(sheet)) this.mark("ink", true, this.part("pad"))
    const said = this.part("drawn")
    said.textContent = (sheet ? said.dataset.yes : said.dataset.no) ?? ""
  }

  /** What is missing is said beside it, and the first of it takes the focus. */
  async submit() {
    const agreed = /** @type {HTMLInputElement} */ (this.root.querySelector("#setuju"))
    /** @type {[string, boolean, Element | null][]} */
    const asked = [
      ["name", this.kept.name.trim().length >= 2 && !holdsNumber(this.kept.name), this.name],
      ["rel", this.kept.rel !== null, this.root.querySelector("[name=rel]")],
      [
        "paper",
        !this.asksPaper || (tidy(this.kept.paper).length >= 3 && !holdsNumber(this.kept.paper)),
        this.paper,
      ],
      ["ink", isSignature(this.kept.sheet), this.part("pad")],
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
    const said = what === "ink" && !this.kept.sheet ? "no_ink" : what
    if (words) words.textContent = is ? "" : (this.words[said] ?? "")
    if (is) field?.removeAttribute("aria-invalid")
    else field?.setAttribute("aria-invalid", "true")
  }

  record() {
    return JSON.stringify({
      v: 1,
      typ: "own-phone",
      salt: b64u(crypto.getRandomValues(new Uint8Array(16))),
      id: idOf(this.link.token),
      pkg: this.link.label,
      name: tidy(this.kept.name),
      rel: this.kept.rel,
      ...(this.asksPaper ? { paper: tidy(this.kept.paper) } : {}),
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
    this.keep({ record: null, sheet: null, name: "", paper: "", rel: null, code: answer.code })
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
    if (answer?.status === CLOSED) this.forget()
    else if (mayHelp(answer) && unreached) return void (await unreached())
    this.failed(answer)
  }

  /** @param {{ status: number, said: any } | null} answer */
  failed(answer) {
    this.fail(answer?.said?.detail ?? this.words[answer ? "ours" : "line"], mayHelp(answer))
  }

  /** The courier may have typed its code already: what was signed and not sent is asked about. */
  forgetIfMeant() {
    if (this.kept.record && !confirm(this.words.drop)) return
    this.forget()
    this.show("gone")
    this.part("gone").focus()
  }

  /** Nothing of it stays on this phone. */
  forget() {
    clearTimeout(this.timer)
    this.kept = fresh()
    drop(this.link.token)
  }

  /** @param {string | undefined} why @param {boolean} [again] whether trying once more may help */
  fail(why, again = false) {
    this.show("problem")
    this.part("why").textContent = why ?? ""
    this.part("again").hidden = !again
  }

  /** @param {"busy" | "problem" | "gone" | "form" | "done"} now */
  show(now) {
    for (const name of ["busy", "problem", "gone", "form", "done"]) this.part(name).hidden = name !== now
    this.part("borrowed").hidden = now !== "form" && now !== "done"
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
