/** Storage that vanished: noticed at the start, said on every screen, told to the office once there is a line. */
import { ask } from "./ask.js"
import { storedKey } from "./keys.js"
import { queueCount } from "./outbox.js"
import { erase, isLost, markOf, read, UNSIGNED, write } from "./sentinel.js"
import { announce, inStore } from "./store.js"
import { whoIsIn } from "./who.js"

const MARK = "kurir-jaga"
const LOSS = "kurir-hilang"

/**
 * @typedef {import("./sentinel.js").Mark & { id: string, noticedAt: string, told: boolean }} Loss
 */

/** Before anything new is marked. */
export async function noticeLoss() {
  const mark = markOf(read(MARK))
  if (mark && isLost(mark, await held())) {
    writeLoss(lossOf(mark))
    erase(MARK)
    announce("loss")
  }
  await remember()
}

/** A second loss before the first was told: what was unsent adds up. @param {import("./sentinel.js").Mark} mark @returns {Loss} */
function lossOf(mark) {
  const before = lastLoss()
  const waiting = mark.waiting + (before && !before.told ? before.waiting : 0)
  return { ...mark, waiting, id: crypto.randomUUID(), noticedAt: new Date().toISOString(), told: false }
}

/** What this phone holds now; written again whenever that changes. */
export async function remember() {
  const user = await whoIsIn()
  const [{ order, waiting }, device] = await Promise.all([queueCount(), user ? storedKey(user) : null])
  const kid = device?.kid ?? markOf(read(MARK))?.kid ?? UNSIGNED
  if (user || order) write(MARK, [kid, order, waiting])
}

async function held() {
  const [devices, { order }] = await Promise.all([inStore((store) => store.count("devices")), queueCount()])
  return { devices, order }
}

/** @returns {Loss | null} */
export function lastLoss() {
  const [id = "", noticedAt = "", told = "", ...pieces] = read(LOSS)
  const mark = markOf(pieces)
  return mark && id ? { ...mark, id, noticedAt, told: told === "1" } : null
}

/** @param {Loss} loss */
function writeLoss({ id, noticedAt, told, kid, order, waiting }) {
  write(LOSS, [id, noticedAt, told ? "1" : "0", kid, order, waiting])
}

/** Safe to repeat: the id was drawn here. @param {typeof fetch} [send] */
export async function tellLoss(send = fetch) {
  const loss = lastLoss()
  if (!loss || loss.told || !(await whoIsIn())) return
  const { id, noticedAt: noticed_at, kid, order, waiting } = loss
  const body = JSON.stringify({ kid: kid === UNSIGNED ? null : kid, order, waiting, noticed_at })
  const { status, json } = await ask(
    `/kurir/api/losses/${id}`,
    { method: "PUT", body, type: "application/json" },
    send,
  )
  if ((status !== 200 && status !== 201) || json?.id !== id) return
  writeLoss({ ...loss, told: true })
  announce("loss")
}

/** The courier has read it; it goes only after the office has been told. @returns {boolean} */
export function dismissLoss() {
  if (!lastLoss()?.told) return false
  erase(LOSS)
  announce("loss")
  return true
}
