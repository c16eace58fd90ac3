/**
 * Service worker of /kurir/. The server puts one line before this file: `self.SHELL = {version, files};`.
 * It keeps the shell, offers updates and stays away from everything that is not a GET.
 * @typedef {import("../types/service-worker.js").WorkerScope} WorkerScope
 */
"use strict"
;(() => {
  const scope = /** @type {WorkerScope} */ (/** @type {unknown} */ (self))
  const { version, files } = scope.SHELL
  const PREFIX = "kurir-shell-"
  const NAME = PREFIX + version
  const PAGE = "/kurir/"
  const PATIENCE_MS = 4_000

  scope.addEventListener("install", (event) => event.waitUntil(install()))
  scope.addEventListener("activate", (event) => event.waitUntil(scope.clients.claim()))
  scope.addEventListener("message", (event) => event.waitUntil(hear(event)))
  scope.addEventListener("sync", (event) => event.waitUntil(wakePages()))
  scope.addEventListener("fetch", (event) => {
    // Re-issuing a request with a body has produced empty uploads: ours are none of this worker's business.
    if (event.request.method !== "GET") return
    const { origin, pathname } = new URL(event.request.url)
    if (origin !== scope.location.origin || pathname.startsWith("/kurir/api/")) return
    if (event.request.mode === "navigate") return event.respondWith(page(event.request))
    if (pathname.startsWith("/static/") || pathname === "/kurir/scan-worker.js")
      event.respondWith(file(event.request))
  })

  /**
   * All or nothing, each file by its hash: a portal's page can never become part of the shell. What came before the line
   * broke stays for the next try; the page itself goes in last and makes the generation whole.
   */
  async function install() {
    const cache = await caches.open(NAME)
    await inFours(files.filter(isFile), ([address, integrity]) => keep(cache, address, integrity))
    await inFours(
      files.filter((entry) => !isFile(entry)),
      ([address, integrity]) => keep(cache, address, integrity),
    )
  }

  /** @param {[string, string | null]} entry */
  function isFile([, integrity]) {
    return integrity !== null
  }

  /** @param {Cache} cache @param {string} address @param {string | null} integrity */
  async function keep(cache, address, integrity) {
    if (await cache.match(address)) return
    const response = await fetch(
      address,
      integrity ? { integrity } : { cache: "no-store", redirect: "error" },
    )
    const ours = response.ok && (integrity !== null || (await isOurPage(response, `${version}"`)))
    if (!ours) throw new TypeError(`not ours: ${address}`)
    await cache.put(address, response)
    await tellPages({ type: "progress", done: (await cache.keys()).length, of: files.length })
  }

  /** A slow line carries a few at a time better than a hundred. @template T @param {T[]} list @param {(item: T) => Promise<void>} work */
  async function inFours(list, work) {
    const waiting = [...list]
    const lane = async () => {
      for (let item = waiting.shift(); item; item = waiting.shift()) await work(item)
    }
    await Promise.all([lane(), lane(), lane(), lane()])
  }

  /**
   * Shell first, as long as it is whole: a page whose modules are gone would stay blank. Then the network, then the
   * previous generation, then what is left, then words. @param {Request} request
   */
  async function page(request) {
    if (!shownByShell(request)) return fetch(request)
    const cache = await caches.open(NAME)
    const kept = await cache.match(PAGE)
    if (kept && (await isWhole(cache))) return kept
    return (await inTime(PAGE)) ?? (await fromGenerations(PAGE)) ?? kept ?? words()
  }

  /** Counted, not read: this stands before every start. @param {Cache} cache */
  async function isWhole(cache) {
    return (await cache.keys()).length >= files.length
  }

  /** @param {Request} request */
  function shownByShell({ url }) {
    return [PAGE, "/kurir", "/kurir/serah"].includes(new URL(url).pathname)
  }

  /** @param {Request} request */
  async function file(request) {
    const kept = (await (await caches.open(NAME)).match(request.url)) ?? (await fromGenerations(request.url))
    return kept ?? fetch(request)
  }

  /** The youngest other one that has it. @param {string} address @returns {Promise<Response | undefined>} */
  async function fromGenerations(address) {
    for (const name of (await generations()).reverse().filter((other) => other !== NAME)) {
      const kept = await (await caches.open(name)).match(address)
      if (kept) return kept
    }
    return undefined
  }

  /** @param {string} address @returns {Promise<Response | undefined>} */
  async function inTime(address) {
    const stop = new AbortController()
    setTimeout(() => stop.abort(), PATIENCE_MS)
    const response = await fetch(address, { signal: stop.signal }).catch(() => undefined)
    return response?.ok && (await isOurPage(response)) ? response : undefined
  }

  /** A portal says 200 as well. @param {Response} response @param {string} [build] */
  async function isOurPage(response, build = "") {
    return (await response.clone().text()).includes(`data-version="${build}`)
  }

  /** In the order they were made. @returns {Promise<string[]>} */
  async function generations() {
    return (await caches.keys()).filter((name) => name.startsWith(PREFIX))
  }

  /** @param {import("../types/service-worker.js").MessageEventWithPorts} event */
  async function hear({ data, ports }) {
    if (data.type === "update") return scope.skipWaiting()
    if (data.type === "started") return dropOld()
    if (data.type === "check") ports[0]?.postMessage(await check())
  }

  /** This generation has served a start: keep it and the whole one before. A younger one may be on its way. */
  async function dropOld() {
    if (!(await isWhole(await caches.open(NAME)))) return
    const names = await generations()
    const older = names.slice(0, Math.max(0, names.indexOf(NAME)))
    const whole = await Promise.all(
      older.map(async (name) => Boolean(await (await caches.open(name)).match(PAGE))),
    )
    const previous = older[whole.lastIndexOf(true)]
    await Promise.all(older.filter((name) => name !== previous).map((name) => caches.delete(name)))
  }

  /** Every entry is read back and hashed; what is missing or damaged is fetched anew, if there is a line. */
  async function check() {
    const cache = await caches.open(NAME)
    /** @type {boolean[]} */
    const good = []
    await inFours(files, async ([address, integrity]) => {
      if (await isGood(cache, address, integrity)) return void good.push(true)
      await cache.delete(address)
      good.push(
        await keep(cache, address, integrity).then(
          () => true,
          () => false,
        ),
      )
    })
    return { version, complete: good.every(Boolean), files: files.length }
  }

  /** @param {Cache} cache @param {string} address @param {string | null} integrity */
  async function isGood(cache, address, integrity) {
    const kept = await cache.match(address)
    if (!kept) return false
    if (integrity === null) return isOurPage(kept, `${version}"`)
    return integrity === `sha256-${base64(await crypto.subtle.digest("SHA-256", await kept.arrayBuffer()))}`
  }

  /** @param {ArrayBuffer} bytes */
  function base64(bytes) {
    return btoa(String.fromCharCode(...new Uint8Array(bytes)))
  }

  /** A hint only: the page's queue does the sending. */
  function wakePages() {
    return tellPages({ type: "wake" })
  }

  /** @param {object} news */
  async function tellPages(news) {
    for (const client of await scope.clients.matchAll({ type: "window", includeUncontrolled: true }))
      client.postMessage(news)
  }

  function words() {
    const text =
      "Tidak ada jaringan dan aplikasi belum tersimpan di ponsel ini. Sambungkan internet, lalu buka lagi."
    return new Response(text, { status: 503, headers: { "Content-Type": "text/plain; charset=utf-8" } })
  }
})()
