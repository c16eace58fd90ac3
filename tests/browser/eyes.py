"""What is wrong with a page that stands open: for the eye, for the thumb and for the screen reader."""

from functools import cache
from typing import Any, Literal

from playwright.sync_api import Page

from tests.browser.browsers import DESKTOP, PHONE
from tests.browser.server import ROOT

Scheme = Literal["light", "dark"]
SIZES = {"360x740": PHONE, "1280x800": DESKTOP}
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
LEVEL_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Text that a neighbour has pressed into a column a letter or two wide.
_SQUEEZED = """[...document.querySelectorAll("dd, td, p, li, label, h2")]
  .filter((box) => box.checkVisibility() && box.textContent.trim().length > 8 && box.clientHeight > 100)
  .filter((box) => box.clientWidth < 2.5 * parseFloat(getComputedStyle(box).fontSize))
  .map((box) => box.textContent.trim().slice(0, 20))"""
# Words that end beyond the page's own margin; what scrolls or is cut in a frame of its own is not meant.
_STICKS_OUT = """(() => {
  const main = document.querySelector("main")
  if (!main) return []
  const edge = main.getBoundingClientRect().right - parseFloat(getComputedStyle(main).paddingRight) + 1
  const framed = (box) => box !== main && (getComputedStyle(box).overflowX !== "visible" || framed(box.parentElement))
  return [...main.querySelectorAll("*")]
    .filter((box) => box.childElementCount === 0 && box.textContent.trim() && box.checkVisibility())
    .filter((box) => !box.closest(".sr-only, svg") && box.getBoundingClientRect().right > edge && !framed(box))
    .map((box) => box.textContent.trim().slice(0, 20))
})()"""
# On a phone, buttons under each other of different widths.
_RAGGED = """innerWidth > 480 ? [] : [...document.querySelectorAll(".buttons, .card, .ask, details > .row")]
  .map((box) => [...box.querySelectorAll(":scope > .button:not(.plain), :scope > form > .button:not(.plain)")])
  .map((found) => found.filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect()))
  .filter((found) => new Set(found.map(({ top }) => Math.round(top))).size > 1)
  .filter((found) => new Set(found.map(({ width }) => Math.round(width))).size > 1)
  .map((found) => found.map(({ width }) => Math.round(width)).join(", "))"""
_HEADINGS = (
    "[...document.querySelectorAll('h1')].filter((one) => one.checkVisibility() && one.clientHeight).length"
)
# One question: the way to the page and back takes longer than the answers.
_LAYOUT = f"() => [{', '.join((_TOO_WIDE, _SQUEEZED, _STICKS_OUT, _RAGGED, _HEADINGS))}]"
RUN_AXE = """async (tags) => {
  const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] })
  const places = (nodes) => nodes.slice(0, 3).map(({ target }) => target.join(" "))
  return violations.map(({ id, nodes }) => `${id}: ${places(nodes).join(", ")}`)
}"""


@cache
def _axe() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()


def set_view(page: Page, size: tuple[int, int], scheme: Scheme) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")


def layout_troubles(page: Page) -> list[str]:
    """Scrolls sideways, sticks out of its margin, stands one letter to a line, has ragged buttons, or has not one first
    heading."""
    too_wide, squeezed, out, ragged, headings = page.evaluate(_LAYOUT)
    found = [
        f"scrolls {too_wide} px sideways" if too_wide > 0 else "",
        f"squeezed: {squeezed}" if squeezed else "",
        f"sticks out: {out}" if out else "",
        f"ragged buttons: {ragged}" if ragged else "",
        f"{headings} headings of the first rank" if headings != 1 else "",
    ]
    return [trouble for trouble in found if trouble]


def breaches(page: Page) -> list[str]:
    """Of WCAG 2.2 AA, as far as axe-core finds them."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe())
    said: Any = page.evaluate(RUN_AXE, LEVEL_AA)
    return [str(one) for one in said]
