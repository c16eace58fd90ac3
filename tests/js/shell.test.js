/** The shell's lists name exactly what the app loads: a file less breaks the app offline, a file more costs every phone. */
import assert from "node:assert/strict"
import { existsSync, readFileSync } from "node:fs"
import { test } from "node:test"

const STATIC = new URL("../../static/", import.meta.url)
const TEMPLATES = new URL("../../templates/courier/", import.meta.url)
const PICTURES_NEED = ["js/courier/app.js", "js/courier/words_id.js", "js/courier/screens/sign_in.js"]

/** @param {string} name */
const source = (name) => readFileSync(new URL(name, STATIC), "utf8").replace(/^\s*\/\*\*.*?\*\/$/gms, "")

/** @param {string[]} names @param {RegExp} pattern which imports count @returns {Set<string>} paths under static/ */
function reached(names, pattern) {
  const found = new Set(names)
  for (const name of found) {
    if (name.startsWith("vendor/")) continue
    for (const [, path = ""] of source(name).matchAll(pattern))
      found.add(new URL(path, new URL(name, STATIC)).href.slice(STATIC.href.length))
  }
  return found
}

/** @param {string} line a line of precache.txt @param {string} name */
function covers(line, name) {
  const pattern = line.replace(/[.]/g, "\\.").replaceAll("[!", "[^").replaceAll("*", "[^/]*")
  return new RegExp(`^${pattern}$`).test(name)
}

test("the modules fetched ahead are those of the first picture", () => {
  const [, list = ""] =
    /set preloaded = \[(.*?)\]/s.exec(readFileSync(new URL("shell.html", TEMPLATES), "utf8")) ?? []
  const named = [...list.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name)
  assert.deepEqual(named.sort(), [...reached(PICTURES_NEED, /^import .*?"(\.[^"]+)"/gm)].sort())
})

test("whatever the app can import is kept for offline", () => {
  const lines = readFileSync(new URL("precache.txt", TEMPLATES), "utf8").trim().split("\n")
  const wanted = reached(["js/courier/app.js"], /(?:^import .*?|import\()"(\.[^"]+)"/gm)
  const more = ["vendor/zxing-wasm/zxing_reader.wasm", "css/courier.css"]
  for (const name of [...wanted, ...more])
    assert.ok(
      lines.some((line) => covers(line, name)),
      name,
    )
})

test("the service worker and the scan worker have addresses of their own and are not kept as static files", () => {
  const lines = readFileSync(new URL("precache.txt", TEMPLATES), "utf8").trim().split("\n")
  for (const name of ["js/courier/sw.js", "js/courier/scan-worker.js"]) {
    assert.ok(existsSync(new URL(name, STATIC)))
    assert.ok(!lines.some((line) => covers(line, name)), name)
  }
})
