// Compares the scripts of two folders as programs: `node same_program.js ONE OTHER` prints the names that differ.
import { readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"
import ts from "typescript"

const LITERALS = new Set([
  ts.SyntaxKind.Identifier,
  ts.SyntaxKind.PrivateIdentifier,
  ts.SyntaxKind.NumericLiteral,
  ts.SyntaxKind.BigIntLiteral,
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.RegularExpressionLiteral,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.TemplateHead,
  ts.SyntaxKind.TemplateMiddle,
  ts.SyntaxKind.TemplateTail,
])

/** What the engine runs: the tree of the program, without comments, places and line breaks. @param {string} text @returns {string} */
export function program(text) {
  const source = ts.createSourceFile("x.js", text, ts.ScriptTarget.ES2022, false, ts.ScriptKind.JS)
  /** @type {import("typescript").Diagnostic[]} */
  const faults = Reflect.get(source, "parseDiagnostics")
  if (faults.length > 0) return `broken: ${JSON.stringify(faults[0]?.messageText)}`
  return shape(source)
}

/** @param {import("typescript").Node} node @returns {string} */
function shape(node) {
  /** @type {string[]} */
  const inside = []
  ts.forEachChild(node, (child) => void inside.push(shape(child)))
  const said = LITERALS.has(node.kind)
    ? JSON.stringify(/** @type {import("typescript").LiteralLikeNode} */ (node).text)
    : ""
  return `(${node.kind} ${node.flags & ts.NodeFlags.BlockScoped}${said}${inside.join("")})`
}

/** @param {string} folder @returns {string[]} */
function scripts(folder) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js"))
}

/** @param {string} one @param {string} other */
function differing(one, other) {
  const read = (/** @type {string} */ folder, /** @type {string} */ name) =>
    program(readFileSync(join(folder, name), "utf8"))
  return scripts(one).filter((name) => read(one, name) !== read(other, name))
}

const [one, other] = process.argv.slice(2)
if (one && other) console.log(JSON.stringify(differing(one, other)))
