// Compares modules with what the server joined of them: `node joined_program.js WRITTEN SERVED FILE…` prints what differs.
import { readFileSync } from "node:fs"
import { join, posix } from "node:path"
import ts from "typescript"

/** @typedef {{ imports: string[], body: string[], exports: string[] }} Said */

const KEPT = new Set([ts.SyntaxKind.VariableDeclarationList])

/** @param {string} text */
function statementsOf(text) {
  const source = ts.createSourceFile("x.js", text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS)
  /** @type {unknown[]} */
  const faults = Reflect.get(source, "parseDiagnostics")
  if (faults.length > 0) throw new SyntaxError(JSON.stringify(Reflect.get(Object(faults[0]), "messageText")))
  return [...source.statements]
}

/** The tree without its places; what is asked for later, and where, is said by `later`. @param {ts.Node} node @param {(node: ts.Node) => string | null} later @returns {string} */
function shape(node, later) {
  const said = later(node)
  if (said !== null) return said
  /** @type {string[]} */
  const inside = []
  ts.forEachChild(node, (child) => {
    if (child.kind !== ts.SyntaxKind.ExportKeyword) inside.push(shape(child, later))
  })
  const flags = KEPT.has(node.kind) ? node.flags & ts.NodeFlags.BlockScoped : ""
  return `(${node.kind} ${flags}${inside.length ? "" : node.getText()}${inside.join("")})`
}

/** @param {string} name @returns {string} as joining.py calls it */
const scopeOf = (name) =>
  `$${name
    .replace(/^js\/(courier\/)?/, "")
    .replace(/\.\w+$/, "")
    .replace(/\W/g, "_")}`

/** @param {string} name @param {string} address */
const beside = (name, address) => posix.join(posix.dirname(name), address)

/** @param {ts.ImportDeclaration} statement @param {string} name */
function importSaid(statement, name) {
  const from = beside(name, /** @type {ts.StringLiteral} */ (statement.moduleSpecifier).text)
  const named = statement.importClause?.namedBindings
  const names = named && ts.isNamedImports(named) ? named.elements.map((one) => one.getText()) : []
  return names.length ? `${names.map((one) => one.replace(" as ", ":")).join()}=${scopeOf(from)}` : ""
}

/** @param {ts.Statement} statement @returns {string[]} */
function exportsSaid(statement) {
  if (
    ts.isExportDeclaration(statement) &&
    statement.exportClause &&
    ts.isNamedExports(statement.exportClause)
  )
    return statement.exportClause.elements.map((one) => one.getText())
  if (
    !ts.canHaveModifiers(statement) ||
    !ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  )
    return []
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText())
  return [/** @type {ts.FunctionDeclaration} */ (statement).name?.getText() ?? ""]
}

/** @param {string} name @param {string} text @returns {Said} */
function written(name, text) {
  const statements = statementsOf(text)
  const later = (/** @type {ts.Node} */ node) => {
    const address = importCall(node)
    return address === null ? null : `later ${scopeOf(beside(name, address))}`
  }
  return {
    imports: statements
      .filter(ts.isImportDeclaration)
      .map((one) => importSaid(one, name))
      .filter(Boolean),
    body: statements
      .filter((one) => !ts.isImportDeclaration(one) && !ts.isExportDeclaration(one))
      .map((one) => shape(one, later)),
    exports: statements.flatMap(exportsSaid),
  }
}

/** @param {ts.Node} node @returns {string | null} */
function importCall(node) {
  const is = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
  return is ? /** @type {ts.StringLiteral} */ (node.arguments[0]).text : null
}

/** What a joined file asks for later: a host by its address, a guest by its scope, its own guest at once. @param {string} file @param {ts.Node} node */
function laterJoined(file, node) {
  const address = importCall(node)
  if (address !== null) return `later ${scopeOf(beside(file, address))}`
  const text = node.getText()
  const guest =
    /^import\("[^"]+"\)\.then\(\(\{(\$\w+)\}\)=>\1\)$/.exec(text) ??
    /^Promise\.resolve\((\$\w+)\)$/.exec(text)
  if (guest) return `later ${guest[1]}`
  const here = /^new URL\("([^"]+)",import\.meta\.url\)\.href$/.exec(text)
  // Only what stands in for a guest's own address is a script.
  return here?.[1]?.endsWith(".js")
    ? shape(statementsOf("import.meta.url")[0]?.getChildAt(0) ?? node, () => null)
    : null
}

/** @param {ts.Statement[]} statements @param {string} file @returns {Said} */
function spoken(statements, file) {
  const taken = statements.filter((one) => /^const\{[^}]*\}=\$\w+$/.test(one.getText()))
  const given = statements.filter((one) => /^(?:return|export)\{/.test(one.getText()))
  const rest = statements.filter((one) => !taken.includes(one) && !given.includes(one))
  const names = given.flatMap((one) => /\{(.*)\}/s.exec(one.getText())?.[1]?.split(",") ?? [])
  return {
    imports: taken.map((one) => one.getText().replace(/^const\{(.*)\}=/, "$1=")),
    body: rest.map((one) => shape(one, (node) => laterJoined(file, node))),
    exports: names
      .filter((one) => !one.startsWith("$"))
      .map((one) => one.replace(/^(\w+):(\w+)$/, "$2 as $1")),
  }
}

/** @param {string} file @param {string} text @returns {Map<string, Said>} by scope */
function rooms(file, text) {
  const statements = statementsOf(text).filter((one) => !ts.isImportDeclaration(one))
  const guests = statements.filter((one) => /^const \$\w+=(?:await\(async|\()/.test(one.getText()))
  const host = spoken(
    statements.filter((one) => !guests.includes(one)),
    file,
  )
  return new Map([[scopeOf(file), host], ...guests.map((one) => guestOf(one, file))])
}

/** @param {ts.Statement} statement @param {string} file @returns {[string, Said]} */
function guestOf(statement, file) {
  const [declared] = /** @type {ts.VariableStatement} */ (statement).declarationList.declarations
  /** @type {ts.Block | null} */
  let block = null
  /** @param {ts.Node} node */
  function look(node) {
    if (ts.isBlock(node)) block ??= node
    else ts.forEachChild(node, look)
  }
  if (declared) look(declared)
  const inside = /** @type {ts.Block | null} */ (block)
  return [declared?.name.getText() ?? "", spoken([...(inside?.statements ?? [])], file)]
}

const [one = "", other = "", ...files] = process.argv.slice(2)
const { owner } = JSON.parse(files[0] ?? "{}")
const joined = new Map(
  [...new Set(Object.values(owner))].map((file) => [
    file,
    rooms(file, readFileSync(join(other, file), "utf8")),
  ]),
)
const differing = Object.entries(owner).filter(([name, file]) => {
  const mine = JSON.stringify(written(name, readFileSync(join(one, name), "utf8")))
  return mine !== JSON.stringify(joined.get(file)?.get(scopeOf(name)))
})
console.log(JSON.stringify(differing.map(([name]) => name)))
