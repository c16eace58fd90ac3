/**
 * The page that checks receipts. All words and keys came with the page; once it is loaded it asks nobody, but for the QR
 * engine, which is fetched when somebody shows a picture.
 * @typedef {{ kinds: Record<string, string>, relations: Record<string, string>, offices: Record<string, string> }} Known
 * @typedef {import("./receipt.js").Receipt} Receipt
 * @typedef {{ proof: string, leaf: Uint8Array }} Log
 */
const TEXT = /POD1:[0-9A-Z $%*+\-./:]{60,420}/

/** What checks, fetched behind the first screen; the form appears when it is here, and needs no network from then on. */
const checkers = async () => {
  const [bytes, receipt, tlog, zip, signatures] = await Promise.all([
    import("./bytes.js"),
    import("./receipt.js"),
    import("./tlog.js"),
    import("./unzip.js"),
    import("./ed25519.js"),
  ])
  await signatures.ed25519()
  return { ...bytes, ...receipt, ...tlog, ...zip }
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
}

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
    this.key = by.fromHex(root.dataset.receiptKey ?? "")
    this.vkey = root.dataset.logKey ?? ""
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
    const text = TEXT.exec(new TextDecoder("latin1").decode(bytes))?.[0] ?? (await this.readPicture(file))
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
    this.say("loading")
    const engine = await import("../courier/scanner.js").catch(() => null)
    return engine && (await engine.startEngine()) ? engine : null
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
    this.say("busy")
    const verdict = await this.by.checkReceipt(text, this.key)
    if ("wrong" in verdict) return void this.say(verdict.wrong)
    if (!log) return this.show(verdict.receipt, null)
    const place = await this.placeOf(verdict.receipt, log)
    if (!place) return void this.say("log-bad")
    this.show(verdict.receipt, place.size)
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
