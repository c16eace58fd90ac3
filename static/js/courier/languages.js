/** The switch between the two languages; it works offline. */
import { el } from "../shared/dom.js"
import { LANGUAGE, t } from "./words.js"

export function languages() {
  const one = (/** @type {"id" | "en"} */ code, /** @type {string} */ name) =>
    el(
      "button",
      {
        type: "button",
        class: "button quiet",
        lang: code,
        "aria-pressed": String(LANGUAGE === code),
        onclick: () => speak(code),
      },
      name,
    )
  return el(
    "div",
    { class: "languages", role: "group", "aria-label": t("language") },
    one("id", "Bahasa Indonesia"),
    one("en", "English"),
  )
}

/** The same cookie as the rest of the house; works offline. @param {"id" | "en"} code */
function speak(code) {
  const secure = location.protocol === "https:" ? "; Secure" : ""
  document.cookie = `bahasa=${code}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`
  location.reload()
}
