/** Texts by key, with {gaps}; the audience brings its own list. */

/** @returns {"id" | "en"} the language of the `bahasa` cookie, Indonesian when there is none */
export function language() {
  const cookies = typeof document === "undefined" ? "" : document.cookie
  return /(?:^|; )bahasa=en(?:;|$)/.test(cookies) ? "en" : "id"
}

/**
 * A gap may say what is counted: `{n, package waits, packages wait}` reads "1 package waits", "2 packages wait".
 * @param {Record<string, string>} words
 * @returns {(key: string, gaps?: Record<string, string | number>) => string} shows the key itself when a text is missing
 */
export function speaker(words) {
  return (key, gaps = {}) =>
    (words[key] ?? key).replace(/\{(\w+)(?:, ([^,}]+), ([^,}]+))?\}/g, (gap, name, one, more) =>
      [gaps[name] ?? gap, Number(gaps[name]) === 1 ? one : more].join(" ").trim(),
    )
}
