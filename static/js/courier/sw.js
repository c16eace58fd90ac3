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
    const ours =
      response.ok &&
      (integrity !== null || (await response.clone().text()).includes(`data-version="${version}"`))
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

  /** Shell first. Never a blank page: network, then the previous generation, then words. @param {Request} request */
  async function page(request) {
    if (!shownByShell(request)) return fetch(request)
    const kept = await (await caches.open(NAME)).match(PAGE)
    return kept ?? (await inTime(PAGE)) ?? (await fromGenerations(PAGE)) ?? words()
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

  /** @param {string} address @returns {Promise<Response | undefined>} */
  async function fromGenerations(address) {
    for (const name of (await generations()).reverse()) {
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
    return response?.ok ? response : undefined
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
    const names = await generations()
    const older = names.slice(0, Math.max(0, names.indexOf(NAME)))
    const whole = await Promise.all(
      older.map(async (name) => Boolean(await (await caches.open(name)).match(PAGE))),
    )
    const previous = older[whole.lastIndexOf(true)]
    await Promise.all(older.filter((name) => name !== previous).map((name) => caches.delete(name)))
  }

  /** Every entry read back, byte for byte as far as the cache gives them. */
  async function check() {
    const cache = await caches.open(NAME)
    const sizes = await Promise.all(
      files.map(async ([address]) => (await (await cache.match(address))?.arrayBuffer())?.byteLength ?? 0),
    )
    return { version, complete: sizes.every((size) => size > 0), files: files.length }
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
