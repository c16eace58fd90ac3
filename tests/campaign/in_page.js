/**
 * What the campaign does inside the courier's page: press "Selesai" by the product's own modules, exactly as the screen
 * does; and look into the phone's store past those modules. Loaded into every page before the app; nothing ships it.
 */
"use strict"
;(() => {
  const RealDate = Date
  let jump = 0
  // The wall clock alone: timers and the monotonic clock go on, as on a phone whose date was changed.
  globalThis.Date = class extends RealDate {
    constructor(...args) {
      super(...(args.length ? args : [RealDate.now() + jump]))
    }
    static now() {
      return RealDate.now() + jump
    }
  }

  const shell = () => document.getElementById("app")
  const product = globalThis.runningModule
  const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer
  const hex = (digest) =>
    [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("")
  const sha256 = async (data) => hex(await crypto.subtle.digest("SHA-256", data))
  const partOf = ({ data, ...line }) => ({ ...line, data: bytesOf(data) })

  /** The scan: the package is taken over where that is due, and its open draft filled in and stored. */
  async function begin({ pkg, outcome, photo, ink, reason }) {
    const [{ keepDraft, openDraft }, { whoIsIn }] = await Promise.all(["outbox.js", "who.js"].map(product))
    const { parcel, policy } = await known(pkg)
    await takeOver(parcel)
    const draft = await openDraft(await whoIsIn(), pkg, outcome)
    const wiped = policy.door?.shared ?? []
    const checks = Object.fromEntries([...policy.checks, ...wiped].map((check) => [check, true]))
    Object.assign(draft, { who: "addressee", checks, ink, reason, photo: partOf(photo) })
    if (policy.id_check) draft.id_check = "match"
    await keepDraft(draft)
    return draft.proof
  }

  /** As accept.js does it for a package met at the door. */
  async function takeOver(parcel) {
    const [{ acceptAll }, { currentSession }] = await Promise.all(["accept.js", "who.js"].map(product))
    if (parcel.status !== "assigned") return
    await acceptAll({ session: await currentSession(), app: shell().dataset.app }, [parcel])
  }

  async function known(pkg) {
    const { knownTo, policyOf } = await product("round.js")
    const { whoIsIn } = await product("who.js")
    const { round, parcels } = await knownTo(await whoIsIn())
    const parcel = parcels.find((one) => one.pkg === pkg)
    return { parcel, policy: policyOf(round, parcel) }
  }

  /** @type {object | null} what this tab's screen shows, ready for "Selesai" */
  let held = null

  /** The screen before "Selesai"; the signature's bytes come from outside, so that they are known there. */
  async function hold({ proof, signature }) {
    const { draftOf } = await product("outbox.js")
    const draft = await draftOf(proof)
    const { parcel, policy } = await known(draft.pkg)
    const form = draft.outcome === "delivered" ? handedOver : givenUp
    const { missing, act } = await form(draft, parcel, policy, signature && partOf(signature))
    if (missing.length) throw new Error(`not complete: ${missing}`)
    held = act()
  }

  async function handedOver(draft, parcel, policy, signature) {
    const { actOf, missingOf } = await product("needs.js")
    return { missing: missingOf(draft, policy), act: () => actOf(draft, parcel, policy, signature) }
  }

  async function givenUp(draft, parcel, policy) {
    const { attemptOf, lackingOf } = await product("giving_up.js")
    return { missing: lackingOf(draft, parcel, policy), act: () => attemptOf(draft, parcel, policy) }
  }

  /** "Selesai", as screens/finish.js presses it: what this answers is what the screen says. */
  async function press() {
    const { freeze } = await product("freeze.js")
    await freeze(held, shell().dataset.app)
    return "selesai"
  }

  /** The hash of what the screen will make of the draft's strokes, taken before it does. */
  async function inkHash(proof) {
    const [{ draftOf }, { renderInk }] = await Promise.all(["outbox.js", "signature.js"].map(product))
    let [strokes, ink] = [-1, (await draftOf(proof)).ink]
    // The last stroke may be on its way into the draft: until two looks see the same.
    while (ink?.strokes.length !== strokes) {
      strokes = ink?.strokes.length ?? -1
      await new Promise((done) => setTimeout(done, 50))
      ink = (await draftOf(proof)).ink
    }
    return (await renderInk(ink, proof)).sha256
  }

  const asked = (request) =>
    new Promise((done, failed) => {
      request.onsuccess = () => done(request.result)
      request.onerror = () => failed(request.error)
    })

  /** Everything in the store, by the browser's own interface; parts are hashed again. */
  async function look() {
    const store = await asked(indexedDB.open("kurir"))
    try {
      const all = (name) => asked(store.transaction(name).objectStore(name).getAll())
      const [drafts, waiting, sent] = await Promise.all(["drafts", "waiting", "sent"].map(all))
      return {
        drafts: drafts.map(({ proof }) => proof),
        waiting: await Promise.all(waiting.map((row) => waitingRow(store, row))),
        sent: await Promise.all(sent.map(sentRow)),
      }
    } finally {
      store.close()
    }
  }

  async function waitingRow(store, { proof, pkg, outcome, state, last, parts }) {
    const gone = []
    for (const part of parts) {
      const kept = await asked(store.transaction("parts").objectStore("parts").get([proof, part.sha256]))
      if (!kept || (await sha256(kept.data)) !== part.sha256) gone.push(part.sha256)
    }
    return { proof, pkg, outcome, state, why: last ? `${last.status} ${last.code}` : "", gone }
  }

  async function sentRow({ proof, pkg, outcome, acks }) {
    const answer = acks?.length ? await sha256(new TextEncoder().encode(acks.at(-1))) : ""
    return { proof, pkg, outcome, answer }
  }

  const late = (what, ms) =>
    new Promise((_, failed) => setTimeout(() => failed(new Error(`${what} takes too long`)), ms))

  globalThis.campaign = {
    inTime: (what, said, ms) => Promise.race([globalThis.campaign[what](said), late(what, ms)]),
    begin,
    hold,
    press,
    inkHash,
    look,
    /** Pressed and not waited for: something is about to happen. */
    startPress: () => void press().catch(() => undefined),
    jumpClock: (ms) => void (jump = ms),
  }
})()
