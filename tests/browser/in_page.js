/**
 * What a trap does inside the courier's page: "Selesai" by the product's own modules, as the screen presses it; and a look
 * into the phone's store by the browser's own interface. Loaded into every page before the app; nothing ships it.
 */
"use strict"
;(() => {
  const RealDate = Date
  let jump = Number(sessionStorage.getItem("jump") ?? 0)
  // The wall clock alone: timers and the monotonic clock go on, as on a phone whose date was changed.
  globalThis.Date = class extends RealDate {
    constructor(...said) {
      super(...(said.length ? said : [RealDate.now() + jump]))
    }
    static now() {
      return RealDate.now() + jump
    }
  }
  function jumpClock(ms) {
    jump = ms
    sessionStorage.setItem("jump", String(ms))
  }

  const product = globalThis.runningModule
  const app = () => document.getElementById("app").dataset.app
  const asked = (request) =>
    new Promise((done, failed) => {
      request.onsuccess = () => done(request.result)
      request.onerror = () => failed(request.error)
    })

  /** A picture of `side` × `side` grains that no other capture has. */
  async function picture(kind, type, side) {
    const { sha256 } = await product("jws.js")
    const canvas = new OffscreenCanvas(side, side)
    const paper = canvas.getContext("2d")
    const grains = paper.createImageData(side, side)
    for (let from = 0; from < grains.data.length; from += 65536)
      crypto.getRandomValues(grains.data.subarray(from, from + 65536))
    paper.putImageData(grains, 0, 0)
    const data = await (await canvas.convertToBlob({ type, quality: 0.6 })).arrayBuffer()
    return { kind, sha256: await sha256(data), bytes: data.byteLength, type, width: side, height: side, data }
  }

  async function known(pkg) {
    const [{ knownTo, policyOf }, { whoIsIn }] = await Promise.all(["round.js", "who.js"].map(product))
    const { round, parcels } = await knownTo(await whoIsIn())
    const parcel = parcels.find((one) => one.pkg === pkg)
    return { parcel, policy: policyOf(round, parcel) }
  }

  const strokes = [Array.from({ length: 30 }, (_, i) => [10 * i, 50 + (i % 5)]).flat()]

  /** A draft with everything filled in, kept; what "Selesai" will freeze. */
  async function prepare(pkg, side = 64) {
    const [{ keepDraft, newDraft }, { actOf }, { whoIsIn }] = await Promise.all(
      ["outbox.js", "needs.js", "who.js"].map(product),
    )
    const { parcel, policy } = await known(pkg)
    const draft = {
      ...newDraft(await whoIsIn(), pkg, "delivered"),
      who: "addressee",
      checks: Object.fromEntries(policy.checks.map((check) => [check, true])),
      id_check: policy.id_check ? "match" : null,
      ink: { width: 300, height: 100, strokes },
      photo: await picture("photo", "image/jpeg", side),
    }
    await keepDraft(draft)
    return actOf(draft, parcel, policy, await picture("signature", "image/png", 24))
  }

  const press = async (act) => (await product("freeze.js")).freeze(act, app())

  /** From the opened package to "Selesai". */
  async function capture(pkg, side) {
    const act = await prepare(pkg, side)
    await press(act)
    return { proof: act.proof, parts: act.parts.map(({ sha256 }) => sha256) }
  }

  /** Rows of a store, the bytes of parts as their length. */
  async function rows(name) {
    const store = await asked(indexedDB.open("kurir"))
    try {
      const found = await asked(store.transaction(name).objectStore(name).getAll())
      return found.map(({ data, keys, photo, ...row }) => ({ ...row, size: data?.byteLength }))
    } finally {
      store.close()
    }
  }

  async function change(name, work) {
    const store = await asked(indexedDB.open("kurir"))
    const tx = store.transaction(name, "readwrite")
    await work(tx.objectStore(name))
    await new Promise((done) => (tx.oncomplete = done))
    store.close()
  }

  globalThis.trap = { asked, capture, change, jumpClock, known, picture, prepare, press, product, rows }
})()
