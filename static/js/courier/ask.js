/** One question to our own server, and its answer in one shape, whatever happened on the way. */
import { noteServerTime, serverNow } from "./clock.js"

/**
 * @typedef {object} Reply
 * @property {number} status  0 when no answer came.
 * @property {string} text @property {any} json  Null unless the body is JSON of ours.
 * @property {import("./types.js").Problem | null} problem @property {string | null} etag
 * @property {number} retryAfterMs
 *
 * @typedef {object} Question
 * @property {string} [method] @property {BodyInit} [body] @property {string} [type]
 * @property {Record<string, string>} [headers] @property {number} [bytes]
 */

/** @type {Reply} */
const SILENCE = { status: 0, text: "", json: null, problem: null, etag: null, retryAfterMs: 0 }
const BASE_MS = 30_000
const MS_PER_BYTE = 1_000 / 5_000
const LONGEST_WAIT_MS = 3_600_000

/**
 * Never throws for the network's sake: no answer is an answer with status 0.
 * @param {string} path @param {Question} [question] @param {typeof fetch} [send] @returns {Promise<Reply>}
 */
export async function ask(path, question = {}, send = fetch) {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), BASE_MS + (question.bytes ?? 0) * MS_PER_BYTE)
  try {
    return await replyOf(await send(path, requestOf(question, stop.signal)))
  } catch {
    return SILENCE
  } finally {
    clearTimeout(timer)
  }
}

/** @param {string} path @param {object} value @param {typeof fetch} [send] */
export function tell(path, value, send = fetch) {
  return ask(path, { method: "POST", body: JSON.stringify(value), type: "application/json" }, send)
}

/** @param {Question} question @param {AbortSignal} signal @returns {RequestInit} */
function requestOf({ method = "GET", body, type, headers = {} }, signal) {
  const sent = { Accept: "application/json", ...(type ? { "Content-Type": type } : {}), ...headers }
  return {
    method,
    headers: sent,
    signal,
    redirect: "error",
    credentials: "same-origin",
    cache: "no-store",
    ...(body === undefined ? {} : { body }),
  }
}

/** @param {Response} response @returns {Promise<Reply>} */
async function replyOf(response) {
  const text = await response.text()
  const type = response.headers.get("Content-Type") ?? ""
  const json = /^application\/(problem\+)?json\b/.test(type) ? parsed(text) : null
  // Anybody between may send a Date, and it would be signed: a portal does not know this one.
  noteServerTime(Date.parse(response.headers.get("Surat-Time") ?? ""))
  const problem = type.startsWith("application/problem+json") && isProblem(json) ? json : null
  const retryAfterMs = waitAsked(response.headers.get("Retry-After"))
  return { status: response.status, text, json, problem, etag: response.headers.get("ETag"), retryAfterMs }
}

/** Seconds or a date, never more than an hour: a typing error elsewhere must not hold a proof for a year. @param {string | null} said */
function waitAsked(said) {
  const ms = /^\d+$/.test(said ?? "") ? Number(said) * 1_000 : Date.parse(said ?? "") - serverNow()
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), LONGEST_WAIT_MS) : 0
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** @param {any} json */
function isProblem(json) {
  return typeof json?.type === "string" && typeof json?.status === "number"
}
