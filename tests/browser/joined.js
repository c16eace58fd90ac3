/** How tests reach a module of the product in the page. Loaded before the programs that use it; nothing ships it. */
"use strict"
;(() => {
  const JOINED = ["app.js", "screens/round.js", "background.js", "screens/capture.js", "screens/failed.js"]
  const shipped = (name) =>
    import(new URL(name, document.querySelector('script[src*="/js/courier/app.js"]').src))
  /** The module that runs, out of the file that the server joined it into: those a phone keeps. */
  globalThis.runningModule = async (name) => {
    const scope = `$${name.replace(/\.js$/, "").replace(/\W/g, "_")}`
    for (const file of JOINED) {
      const found = await shipped(file)
      if (scope in found) return found[scope]
    }
    return shipped(name)
  }
})()
