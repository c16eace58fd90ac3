"""How well and how fast our scanner reads labels: the shipped worker in real Chromium, beside jsQR on the same.

A picture counts as read when one of the eight frames that the app makes of it by turns is read: at half size, whole,
its middle enlarged, in black and white by the light around each dot and by one grey (static/js/courier/scanner.js).
In the field the eight take nine tenths of a second. jsQR gets the whole picture once, as its users give it.
`median_ms` is a half-size frame from handing it to the worker to its answer, the best of three for each picture,
times four: Chromium refuses to slow down workers ("only supported for pages"), so the slow phone is a product and not
a setting.
"""

import json
import statistics
import sys
import tempfile
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

from bench.label_pictures import Taken, negatives, positives
from tests.browser.browsers import a_street
from tests.browser.server import ROOT, running_server
from tests.chromium import chromium_path

SEED = 20261124
MODERATE_EACH, HARD_EACH, NEGATIVES = 40, 20, 100
SLOWER = 4
GOALS = {"moderate_rate": 0.95, "ahead_of_jsqr": 0.20, "median_ms": 20, "wrong_texts": 0, "false_hits": 0}
AT_LEAST = ("moderate_rate", "ahead_of_jsqr")
START = """async (address) => {
  window.scanner = await import(address)
  return window.scanner.startEngine()
}"""
READ = """async ({ base64, times, beside }) => {
  const { frameOf, readBitmap } = window.scanner
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  const whole = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" }))
  const timed = async (number) => {
    const bitmap = await frameOf(whole, whole, number)
    const began = performance.now()
    const text = await readBitmap(bitmap)
    return { text, ms: performance.now() - began }
  }
  const halves = []
  for (let turn = 0; turn < times; turn += 1) halves.push(await timed(1))
  let ours = halves[0].text
  for (let number = 2; number <= 8 && ours === null; number += 1) ours = (await timed(number)).text
  const theirs = async () => {
    const { width, height } = whole
    const paper = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true })
    paper.drawImage(whole, 0, 0)
    return window.jsQR(paper.getImageData(0, 0, width, height).data, width, height)?.data || null
  }
  const jsqr = beside ? await theirs() : null
  return { ours, jsqr, ms: Math.min(...halves.map(({ ms }) => ms)) }
}"""


@dataclass
class Tally:
    """What was read of one set of pictures."""

    n: int = 0
    ours: int = 0
    jsqr: int = 0
    wrong: int = 0
    ms: list[float] = field(default_factory=list)
    missed: Counter[str] = field(default_factory=Counter)
    missed_by_jsqr: Counter[str] = field(default_factory=Counter)

    def rate(self, read: int) -> float:
        return round(read / self.n, 4)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        figures = measured(Path(name))
    met = all(
        figures[name] >= goal if name in AT_LEAST else figures[name] <= goal for name, goal in GOALS.items()
    )
    counts = {"moderate": 14 * MODERATE_EACH, "hard": 14 * HARD_EACH, "negatives": NEGATIVES}
    said = {"bench": "scan", "n": counts, "seed": SEED, "figures": figures, "goals": GOALS, "met": met}
    print(json.dumps(said))
    return 0 if met else 1


def measured(folder: Path) -> dict[str, float]:
    (folder / "camera").mkdir()
    (folder / "house").mkdir()
    with a_street(folder / "camera", chromium_path()) as street, running_server(folder / "house") as server:
        page = street.somebody(server.origin).page
        start(page)
        moderate = read_all(page, positives("moderate", MODERATE_EACH, SEED), beside=True)
        hard = read_all(page, positives("hard", HARD_EACH, SEED))
        empty = read_all(page, negatives(NEGATIVES, SEED))
    return figures_of(moderate, hard, empty)


def start(page: Page) -> None:
    """The sign-in page: it has the app's policy, and the scanner's modules beside it."""
    page.goto("/kurir/")
    page.wait_for_selector("#username")
    script = page.evaluate("() => document.querySelector('script[src*=\"/app.js\"]').src")
    if not page.evaluate(START, script.replace("app.js", "scanner.js")):
        raise RuntimeError("The scan worker did not start.")
    page.evaluate(f"() => {{ {(ROOT / 'node_modules/jsqr/dist/jsQR.js').read_text()} }}")


def read_all(page: Page, pictures: Iterable[Taken], *, beside: bool = False) -> Tally:
    """`beside`: jsQR looks at them too, and takes its time."""
    tally = Tally()
    for picture in pictures:
        said = page.evaluate(
            READ, {"base64": b64encode(picture.jpeg).decode(), "times": 3 if beside else 1, "beside": beside}
        )
        tally.n += 1
        tally.ms.append(said["ms"])
        tally.ours += said["ours"] is not None and said["ours"] == picture.text
        tally.jsqr += said["jsqr"] is not None and said["jsqr"] == picture.text
        tally.wrong += said["ours"] not in (None, picture.text)
        tally.missed[picture.kind] += said["ours"] != picture.text
        tally.missed_by_jsqr[picture.kind] += said["jsqr"] != picture.text
    return tally


def figures_of(moderate: Tally, hard: Tally, empty: Tally) -> dict[str, float]:
    missed = {"moderate": moderate.missed, "by jsQR": moderate.missed_by_jsqr, "hard": hard.missed}
    sys.stderr.writelines(f"missed, {name}: {dict(+kinds)}\n" for name, kinds in missed.items())
    return {
        "moderate_rate": moderate.rate(moderate.ours),
        "jsqr_rate": moderate.rate(moderate.jsqr),
        "ahead_of_jsqr": round(moderate.rate(moderate.ours) - moderate.rate(moderate.jsqr), 4),
        "hard_rate": hard.rate(hard.ours),
        "median_ms": round(SLOWER * statistics.median(moderate.ms), 1),
        "wrong_texts": moderate.wrong + hard.wrong,
        "false_hits": empty.wrong,
    }


if __name__ == "__main__":
    sys.exit(main())
