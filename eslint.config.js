import js from "@eslint/js"
import globals from "globals"

/** Markup is built from nodes: a string that becomes HTML is how a name becomes a script. */
const AS_NODES = "Build nodes (shared/dom.js); never turn a string into HTML."
const FORBIDDEN = [
  {
    selector: "MemberExpression[property.name=/^(innerHTML|outerHTML|srcdoc)$/]",
    message: AS_NODES,
  },
  {
    selector:
      "CallExpression[callee.property.name=/^(insertAdjacentHTML|setHTMLUnsafe|createContextualFragment|write|writeln)$/][callee.object.name!=/^(log|out)$/]",
    message: AS_NODES,
  },
  { selector: "ExportDefaultDeclaration", message: "Named exports only: one name for one thing." },
]

const BUDGETS = {
  "max-lines": ["error", { max: 300 }],
  "max-lines-per-function": ["error", { max: 40, skipComments: true }],
  "max-depth": ["error", 3],
  "max-params": ["error", 5],
  complexity: ["error", 10],
}

export default [
  { ignores: ["static/vendor/", "node_modules/", "static/js/types/", ".venv/", "data/"] },
  js.configs.recommended,
  {
    files: ["**/*.js"],
    linterOptions: { reportUnusedDisableDirectives: "error" },
    languageOptions: { ecmaVersion: 2023, sourceType: "module" },
    rules: {
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-script-url": "error",
      "no-shadow": "error",
      "no-unused-vars": ["error", { args: "all", argsIgnorePattern: "^_", caughtErrors: "none" }],
      "no-var": "error",
      "prefer-const": "error",
      "no-restricted-syntax": ["error", ...FORBIDDEN],
    },
  },
  {
    files: ["static/js/**/*.js"],
    languageOptions: { globals: globals.browser },
    rules: { ...BUDGETS, "no-console": "error" },
  },
  {
    files: ["static/js/**/sw.js", "static/js/**/*worker.js"],
    languageOptions: { sourceType: "script", globals: globals.serviceworker },
    rules: { "no-unused-vars": ["error", { args: "all", argsIgnorePattern: "^_", varsIgnorePattern: "^_" }] },
  },
  {
    files: ["tests/js/**/*.js", "scripts/**/*.js"],
    languageOptions: { globals: globals.node },
  },
  {
    files: ["tests/campaign/in_page.js", "tests/browser/in_page.js", "tests/browser/joined.js"],
    languageOptions: { sourceType: "script", globals: globals.browser },
    rules: { "no-unused-vars": ["error", { ignoreRestSiblings: true, argsIgnorePattern: "^_" }] },
  },
  {
    files: ["eslint.config.js"],
    rules: { "no-restricted-syntax": "off" }, // its loader asks for a default export
  },
]
