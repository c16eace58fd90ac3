"""Pictures for the walk-throughs in docs/, made by walking: what each step's screen says, and how it looks."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import FloatRect, Locator, Page

SHARPNESS = 1.5  # dots for each pixel: legible when enlarged, and light
COLOURS = 64
TRIES = 5
RING, RING_WIDTH, RING_GAP = (214, 60, 20), 5, 7
HOLES = """() => [...document.querySelectorAll("use")].map((one) => one.getAttribute("href"))
  .filter((name) => !document.querySelector(name))"""
MIDDLE = "(part, where) => part.scrollIntoView({ block: where })"


@dataclass
class Album:
    """`folder`: where pictures go, or None when only the words count. `said` holds what each step's screens show,
    `holes` pictures of buttons that are drawn nowhere."""

    folder: Path | None
    said: dict[str, str] = field(default_factory=dict)
    holes: set[str] = field(default_factory=set)

    def show(
        self,
        step: str,
        page: Page,
        *,
        press: Locator | None = None,
        at: Locator | None = None,
        top: bool = False,
    ) -> None:
        """The picture of a step: `at` in the middle (or at the top), a ring around what is pressed."""
        if place := at or press:
            place.evaluate(MIDDLE, "start" if top else "center")
        self.also(step, page)
        if self.folder:
            picture = _taken(page)
            _keep(_ringed(picture, press) if press else picture, self.folder / f"{step}.png")

    def also(self, step: str, page: Page) -> None:
        """Another screen of the same step: its words count, too."""
        self.add(step, page.locator("body").inner_text())
        self.holes.update(f"{step}: {name}" for name in page.evaluate(HOLES))

    def add(self, step: str, words: str) -> None:
        """Of paper, which has no screen."""
        self.said[step] = f"{self.said.get(step, '')} {' '.join(words.split())}"

    def paper(self, step: str, picture: Image.Image, words: str) -> None:
        self.add(step, words)
        if self.folder:
            _keep(picture.convert("RGB"), self.folder / f"{step}.png")

    def missing(self, step: str, quoted: Iterable[str]) -> list[str]:
        """What the guide quotes and no screen of the step shows, as whole words."""
        shown = self.said[step]
        return [words for words in quoted if not re.search(rf"(?<!\w){re.escape(words)}(?!\w)", shown)]


def _taken(page: Page) -> Image.Image:
    return Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")


def _ringed(picture: Image.Image, press: Locator) -> Image.Image:
    box = _place_of(press)
    left, top = box["x"] - RING_GAP, box["y"] - RING_GAP
    right, foot = box["x"] + box["width"] + RING_GAP, box["y"] + box["height"] + RING_GAP
    corners = tuple(round(SHARPNESS * side) for side in (left, top, right, foot))
    ImageDraw.Draw(picture).rounded_rectangle(corners, radius=18, outline=RING, width=RING_WIDTH)
    return picture


def _place_of(press: Locator) -> FloatRect:
    """A list that is drawn anew takes its buttons away for a moment."""
    for _ in range(TRIES):
        press.wait_for()
        if box := press.bounding_box():
            return box
    raise AssertionError("what is to be pressed cannot be seen")


def _keep(picture: Image.Image, path: Path) -> None:
    """As few colours as a screen needs; nothing beside the picture."""
    flat = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    flat.save(path, "PNG", optimize=True)
