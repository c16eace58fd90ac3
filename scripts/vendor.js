// Copies the libraries' own builds into static/vendor and writes VENDORED.md. Run by `make vendor`.
import { createHash } from "node:crypto"
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { brotliCompressSync, constants, gzipSync } from "node:zlib"
import { minify } from "terser"

/**
 * What is copied: path in the package → path in our folder. `types` says in our words where the
 * types of the copied module are, since its address is ours and not the package's.
 * @type {{name: string, folder: string, licence: string, why: string,
 *         files: Record<string, string>, types: Record<string, string>}[]}
 */
const LIBRARIES = [
  {
    name: "zxing-wasm",
    folder: "zxing-wasm",
    licence: "MIT (engine zxing-cpp: Apache-2.0)",
    why: "reads QR codes, in the scan worker",
    files: {
      "dist/reader/zxing_reader.wasm": "zxing_reader.wasm",
      "dist/es/reader/index.js": "loader.js",
      LICENSE: "LICENSE",
    },
    types: {},
  },
  {
    name: "lean-qr",
    folder: "lean-qr",
    licence: "MIT",
    why: "draws QR codes",
    files: { "index.mjs": "index.mjs", "index.d.ts": "lean-qr.d.ts", LICENSE: "LICENSE" },
    types: {
      "index.d.mts": '/// <reference path="./lean-qr.d.ts" />\nexport * from "lean-qr"\n',
    },
  },
  {
    name: "idb",
    folder: "idb",
    licence: "ISC",
    why: "IndexedDB with promises",
    files: {
      "build/index.js": "index.js",
      "build/index.d.ts": "index.d.ts",
      "build/entry.d.ts": "entry.d.ts",
      "build/database-extras.d.ts": "database-extras.d.ts",
      "build/async-iterators.d.ts": "async-iterators.d.ts",
      LICENSE: "LICENSE",
    },
    types: {},
  },
  {
    name: "@noble/ed25519",
    folder: "noble-ed25519",
    licence: "MIT",
    why: "checks signatures of receipts where the browser cannot",
    files: { "index.js": "index.js", "index.d.ts": "index.d.ts", LICENSE: "LICENSE" },
    types: {},
  },
  {
    name: "@picocss/pico",
    folder: "pico",
    licence: "MIT",
    why: "base layer of the look",
    files: {
      "css/pico.min.css": "pico.min.css",
      "css/pico.fluid.classless.min.css": "pico.fluid.classless.min.css",
      "LICENSE.md": "LICENSE.md",
    },
    types: {},
  },
]

const VENDOR = "static/vendor"

/** @param {string} folder @returns {string[]} */
function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? filesUnder(path) : [path]
    })
    .sort()
}

/** @param {typeof LIBRARIES[number]} library */
function copy({ name, folder, files, types }) {
  const to = join(VENDOR, folder)
  for (const [from, as] of Object.entries(files)) {
    mkdirSync(dirname(join(to, as)), { recursive: true })
    cpSync(join("node_modules", name, from), join(to, as), { recursive: true })
  }
  for (const [as, text] of Object.entries(types)) writeFileSync(join(to, as), text)
}

const LOADER = join(VENDOR, "zxing-wasm", "loader.js")
const ENGINE = /^\/\/#region src\/reader\/zxing_reader\.js\n(async function (\w+)\(.*?)^\/\/#endregion$/ms

/** Around the engine's loader stand 49 other formats and what writes them; only the loader is taken (docs/decisions/0026). */
async function takeLoader() {
  const [, loader = "", name = ""] = ENGINE.exec(readFileSync(LOADER, "utf8")) ?? []
  if (!loader) throw new Error("zxing-wasm: where the loader stood, there is none")
  const { code = "" } = await minify(`self.zxingEngine = (() => {\n${loader}\nreturn ${name}\n})()`, {
    ecma: 2020,
    toplevel: true,
    compress: { passes: 3, keep_fargs: false },
  })
  writeFileSync(LOADER, `${code}\n`)
}

/** The engine is a megabyte: packing it takes 3 s, so it is packed here and not at the first request. @param {string} path */
function packBeside(path) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 }
  writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path), { params }))
}

/** @param {string} path */
function row(path) {
  const bytes = readFileSync(path)
  const sha256 = createHash("sha256").update(bytes).digest("hex")
  return `| \`${path}\` | ${weight(path, bytes)} | \`${sha256}\` |`
}

/** On the line, where it goes over the line. @param {string} path @param {Buffer} bytes */
function weight(path, bytes) {
  if (path.endsWith(".d.ts") || basename(path).startsWith("LICENSE")) return ""
  return path.endsWith(".br") ? `${(bytes.length / 1000).toFixed(1)} kB (br)` : gzipped(bytes)
}

/** @param {Buffer} bytes */
function gzipped(bytes) {
  return `${(gzipSync(bytes, { level: 9 }).length / 1000).toFixed(1)} kB`
}

/** @param {typeof LIBRARIES[number]} library */
function section({ name, folder, licence, why, types }) {
  const { version } = JSON.parse(readFileSync(join("node_modules", name, "package.json"), "utf8"))
  const own = Object.keys(types).map((file) => `\`${file}\``)
  return [
    `## ${name} ${version}`,
    `${licence}. For: ${why}.` + (own.length ? ` Written by us: ${own.join(", ")}.` : ""),
    ["| file | gzip | SHA-256 |", "| --- | --- | --- |", ...filesUnder(join(VENDOR, folder)).map(row)].join(
      "\n",
    ),
  ].join("\n\n")
}

rmSync(VENDOR, { recursive: true, force: true })
LIBRARIES.forEach(copy)
await takeLoader()
filesUnder(VENDOR)
  .filter((path) => path.endsWith(".wasm"))
  .forEach(packBeside)
const head = `# Libraries in static/vendor

The libraries' own builds, unchanged but for zxing-wasm's \`loader.js\` (docs/decisions/0026), from the packages that \`package-lock.json\` pins; their licence
beside them, and \`.br\` the same bytes packed for the line. Written by \`make vendor\`; \`tests/test_vendored.py\` compares every hash. Do not edit.`
writeFileSync("VENDORED.md", [head, ...LIBRARIES.map(section)].join("\n\n") + "\n")
