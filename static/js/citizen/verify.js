/**
 * The page that checks receipts. All words and keys came with the page. The QR engine follows when nothing else loads;
 * the page says which of the ways work without a network by now.
 * @typedef {{ kinds: Record<string, string>, relations: Record<string, string>, offices: Record<string, string> }} Known
 * @typedef {import("./receipt.js").Receipt} Receipt
 * @typedef {{ proof: string, leaf: Uint8Array }} Log
 * @typedef {{ witnesses: Record<string, string>, groups: Record<string, [number, string[]]>, quorum: string }} Policy
 */
const TEXT = /POD1:[0-9A-Z $%*+\-./:]{60,420}/

/** What checks, fetched behind the first screen; the form appears when it is here, and needs no network from then on. */
const checkers = async () => {
  const [bytes, receipt, tlog, zip, compare, signatures] = await Promise.all([
    import("./bytes.js"),
    import("./receipt.js"),
    import("./tlog.js"),
    import("./unzip.js"),
    import("./compare.js"),
    import("./ed25519.js"),
  ])
  await signatures.ed25519()
  return { ...bytes, ...receipt, ...tlog, ...zip, ...compare }
}

/** @param {HTMLElement} root */
export async function start(root) {
  const page = new Page(root, await checkers())
  page.part("form").hidden = false
  page.part("form").addEventListener("submit", (event) => {
    event.preventDefault()
    void page.judge(
      /** @type {HTMLTextAreaElement} */ (page.part("text")).value.replace(/^\s*\n|\n\s*$/g, ""),
    )
  })
  const file = /** @type {HTMLInputElement} */ (page.part("file"))
  file.addEventListener("change", () => void page.take(file.files?.[0]).then(() => (file.value = "")))
  acceptDrops(page)
  if (navigator.mediaDevices) offerCamera(page)
  void fetchBehind(page)
}

/** After the first screen; without a network, as soon as there is one. @param {Page} page */
async function fetchBehind(page) {
  await new Promise((go) => (navigator.onLine ? later(go) : addEventListener("online", go, { once: true })))
  if (!(await page.fetchEngine())) addEventListener("online", () => void page.fetchEngine(), { once: true })
}

/** When the browser has nothing else to do; Safari does not say. @param {(value: unknown) => void} act */
const later = (act) => ("requestIdleCallback" in window ? requestIdleCallback(act) : setTimeout(act, 300))

/** @param {Page} page */
function acceptDrops(page) {
  const drop = page.part("drop")
  drop.addEventListener("dragover", (event) => event.preventDefault())
  drop.addEventListener("drop", (event) => {
    event.preventDefault()
    void page.take(event.dataTransfer?.files[0])
  })
}

/** @param {Page} page */
function offerCamera(page) {
  const button = page.part("scan")
  button.hidden = false
  button.addEventListener("click", () => void page.scan())
}

class Page {
  /** @param {HTMLElement} root @param {Awaited<ReturnType<typeof checkers>>} by */
  constructor(root, by) {
    this.root = root
    this.by = by
    this.ready = false
    this.key = by.fromHex(root.dataset.receiptKey ?? "")
    this.vkey = root.dataset.logKey ?? ""
    this.policy = /** @type {Policy} */ (JSON.parse(root.dataset.policy ?? "{}"))
    this.known = /** @type {Known} */ (JSON.parse(root.dataset.known ?? "{}"))
  }

  /** @param {string} name @returns {HTMLElement} */
  part(name) {
    return /** @type {HTMLElement} */ (this.root.querySelector(`[data-part="${name}"]`))
  }

  /** @param {string} name @returns {HTMLElement} what is shown now */
  say(name) {
    const result = this.part("result")
    const words = /** @type {HTMLTemplateElement} */ (this.root.querySelector(`template[data-say="${name}"]`))
    result.replaceChildren(words.content.cloneNode(true))
    if (name !== "busy") result.focus()
    return result
  }

  /** @param {File | undefined} file */
  async take(file) {
    if (!file) return
    this.say("busy")
    const bytes = new Uint8Array(await file.arrayBuffer())
    const files = await this.by.unzip(bytes)
    if (files) return this.judgeFiles(files)
    const latin = new TextDecoder("latin1").decode(bytes)
    const kept = latin.startsWith("%PDF") ? null : this.by.keptCheckpoint(new TextDecoder().decode(bytes))
    if (kept) return this.compare(kept)
    const text = TEXT.exec(latin)?.[0] ?? (await this.readPicture(file))
    if (text !== null) await this.judge(text)
  }

  /** @param {Record<string, Uint8Array>} files */
  async judgeFiles(files) {
    const [text, proof] = ["receipt.txt", "receipt.tlog-proof"].map((name) =>
      new TextDecoder().decode(files[name]),
    )
    const leaf = files["leaf.json"]
    if (!text) return void this.say("not-found")
    await this.judge(text, proof && leaf ? { proof, leaf } : undefined)
  }

  /** The text of a QR in a picture; null when it has been said that there is none. @param {File} file */
  async readPicture(file) {
    if (!file.type.startsWith("image/")) return (this.say("not-found"), null)
    const engine = await this.engine()
    if (!engine) return (this.say("no-engine"), null)
    const text = await engine.readFile(file).catch(() => null)
    if (text === null) this.say("not-found")
    return text
  }

  /** The QR engine, ready; null when it cannot be had: no network, or a newer build is on the server. */
  async engine() {
    if (!this.ready) this.say("loading")
    return this.fetchEngine()
  }

  /** Once; what failed is tried again by the next call. */
  async fetchEngine() {
    const engine = await import("../courier/scanner.js").catch(() => null)
    this.ready = Boolean(engine && (await engine.startEngine()))
    this.part("engine-coming").hidden = this.ready
    this.part("engine-here").hidden = !this.ready
    return this.ready ? engine : null
  }

  async scan() {
    const button = /** @type {HTMLButtonElement} */ (this.part("scan"))
    button.disabled = true
    const [engine, camera] = await Promise.all([
      this.engine(),
      import("../courier/camera.js").catch(() => null),
    ])
    button.disabled = false
    if (!engine || !camera) return void this.say("no-engine")
    const video = await camera.openCamera().catch(() => null)
    if (!video) return void this.say("no-camera")
    this.part("result").replaceChildren()
    this.part("camera").replaceChildren(video)
    this.watch(true)
    const end = () => {
      stop()
      camera.closeCamera()
      this.watch(false)
    }
    const stop = engine.scan(video, (text) => (end(), void this.judge(text)))
    addEventListener("pagehide", end, { once: true })
  }

  /** @param {boolean} on */
  watch(on) {
    this.part("camera").hidden = !on
    this.part("scan").hidden = on
  }

  /** @param {string} text @param {Log} [log] */
  async judge(text, log) {
    const kept = this.by.keptCheckpoint(text)
    if (kept) return this.compare(kept)
    this.say("busy")
    const verdict = await this.by.checkReceipt(text, this.key)
    if ("wrong" in verdict) return void this.say(verdict.wrong)
    if (!log) return this.show(verdict.receipt, null)
    const place = await this.placeOf(verdict.receipt, log)
    if (!place) return void this.say("log-bad")
    this.show(verdict.receipt, place.size)
    const signers = await this.by.cosigners(place.checkpoint, this.policy.witnesses)
    this.told("witnessed", this.by.isMet(this.policy, signers) && signers.join(", "))
  }

  /** One of two sentences; none where the log has no witnesses. @param {string} name @param {string | false} said */
  told(name, said) {
    if (!Object.keys(this.policy.witnesses).length) return
    const part = /** @type {HTMLElement} */ (
      this.root.querySelector(`[data-part="result"] [data-log="${said ? name : `not-${name}`}"]`)
    )
    part.hidden = false
    part.textContent = (part.textContent ?? "").replace("‹n›", said || "")
  }

  /** A checkpoint that somebody kept, beside the log of today. @param {string} kept */
  async compare(kept) {
    this.say("busy")
    const { verdict, old, now } = await this.by.compareCheckpoint(kept, this.vkey)
    const result = this.say(verdict)
    for (const part of result.querySelectorAll("[data-size]")) {
      const size = /** @type {HTMLElement} */ (part).dataset.size === "old" ? old : now
      part.textContent = size === null ? "–" : size.toLocaleString(document.documentElement.lang)
    }
  }

  /** Receipt, leaf and proof must speak of the same record. @param {Receipt} receipt @param {Log} log */
  async placeOf(receipt, { proof, leaf }) {
    const place = await this.by.checkInclusion(proof, leaf, this.vkey)
    return place && membersOf(leaf).mh === receipt.mh && place.index === receipt.index ? place : null
  }

  /** @param {Receipt} receipt @param {number | null} size of the log, when it was shown */
  show(receipt, size) {
    const result = this.say("valid")
    for (const [name, text] of Object.entries(this.facts(receipt)))
      /** @type {HTMLElement} */ (result.querySelector(`[data-fact="${name}"]`)).textContent = text
    const [unchecked, good] = /** @type {[HTMLElement, HTMLElement]} */ (
      ["unchecked", "good"].map((name) => result.querySelector(`[data-log="${name}"]`))
    )
    unchecked.hidden = size !== null
    good.hidden = size === null
    good.textContent = (good.textContent ?? "").replace("‹n›", String(size))
  }

  /** @param {Receipt} receipt */
  facts(receipt) {
    const { kinds, relations, offices } = this.known
    const language = document.documentElement.lang === "en" ? "en-GB" : "id-ID"
    const clock = new Intl.DateTimeFormat(language, {
      dateStyle: "long",
      timeStyle: "short",
      timeZone: "Asia/Jakarta",
    })
    return {
      kind: kinds[receipt.kind] ?? receipt.kind,
      relation: relations[receipt.relation] ?? receipt.relation,
      office: [offices[receipt.office], receipt.office].filter(Boolean).join(" · "),
      issuedAt: `${clock.format(receipt.issuedAt * 1000)} WIB`,
      issuer: receipt.issuer,
      id: (receipt.id.toUpperCase().match(/.{4}/g) ?? []).join(" "),
      index: String(receipt.index),
    }
  }
}

/** @param {Uint8Array} leaf @returns {{ mh?: string }} */
function membersOf(leaf) {
  try {
    return JSON.parse(new TextDecoder().decode(leaf))
  } catch {
    return {}
  }
}
