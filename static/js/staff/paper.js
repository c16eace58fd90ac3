/** A PDF that a form asks for, saved to the computer: a browser says nothing of it, so the page has to. */

/** @typedef {{ name: string, url: string, headers: Headers }} Paper */

/**
 * Nothing when the answer is no paper: then the browser has been sent on to the page that says why.
 * @param {HTMLFormElement} form @param {HTMLElement} pressed
 * @returns {Promise<Paper | undefined>}
 */
export async function fetchPaper(form, pressed) {
  for (const part of [form, pressed]) part.setAttribute("aria-busy", "true")
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) })
    if (answer.headers.get("Content-Type") === "application/pdf") return await read(answer)
    if (answer.redirected) location.assign(answer.url)
    else form.submit()
  } catch {
    form.submit()
  } finally {
    for (const part of [form, pressed]) part.removeAttribute("aria-busy")
  }
}

/** @param {Response} answer */
async function read(answer) {
  const said = /filename=([\w.-]+)/.exec(answer.headers.get("Content-Disposition") ?? "")
  const url = URL.createObjectURL(await answer.blob()) // lives as long as the page, for "save again"
  return { name: said?.[1] ?? "surat.pdf", url, headers: answer.headers }
}

/** @param {Paper} paper @param {HTMLAnchorElement} [link] */
export function save({ name, url }, link = document.createElement("a")) {
  link.href = url
  link.download = name
  link.click()
}
