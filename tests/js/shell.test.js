/** The shell's lists name exactly what the app loads: a file less breaks the app offline, a file more costs every phone. */
import assert from "node:assert/strict"
import { existsSync, readFileSync } from "node:fs"
import { test } from "node:test"

const STATIC = new URL("../../static/", import.meta.url)
const TEMPLATES = new URL("../../templates/courier/", import.meta.url)

/** @param {string} line a line of precache.txt @param {string} name */
function covers(line, name) {
  const pattern = line.replace(/[.]/g, "\\.").replaceAll("[!", "[^").replaceAll("*", "[^/]*")
  return new RegExp(`^${pattern}$`).test(name)
}

test("pictures, looks and the engine are kept for offline; scripts are listed by the server itself", () => {
  const lines = readFileSync(new URL("precache.txt", TEMPLATES), "utf8").trim().split("\n")
  for (const name of ["vendor/zxing-wasm/zxing_reader.wasm", "css/courier.css", "icons/pico/checkbox.svg"])
    assert.ok(
      lines.some((line) => covers(line, name)),
      name,
    )
  assert.deepEqual(
    lines.filter((line) => line.endsWith("js")),
    [],
  )
})

test("the service worker and the scan worker have addresses of their own and are not kept as static files", () => {
  const lines = readFileSync(new URL("precache.txt", TEMPLATES), "utf8").trim().split("\n")
  for (const name of ["js/courier/sw.js", "js/courier/scan-worker.js"]) {
    assert.ok(existsSync(new URL(name, STATIC)))
    assert.ok(!lines.some((line) => covers(line, name)), name)
  }
})
