"""The look keeps its promises: a badge for every status, readable colours, small styles, fresh icons."""

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from courier_app.domain.packages import Status

ROOT = Path(__file__).resolve().parent.parent
CSS = ROOT / "static" / "css"
SIX_KILOBYTES = 6000
GROUNDS = ("paper", "surface", "sunken")
TONES = ("good", "info", "warn", "bad", "neutral")


def shown(call: str) -> str:
    """What a template sees that calls one of the parts."""
    env = Environment(
        loader=FileSystemLoader(ROOT / "templates"), autoescape=True, extensions=["jinja2.ext.i18n"]
    )
    env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    env.filters["decimalformat"] = str
    return env.from_string(f'{{% import "macros/ui.html" as ui %}}{{{{ ui.{call} }}}}').render()


@pytest.mark.parametrize("status", Status)
def test_every_status_is_an_icon_and_a_word(status: Status) -> None:
    assert re.search(r"<svg .+</svg>[A-Z]\w+.*</span>", shown(f"status_badge('{status}')"))


def test_no_two_statuses_share_their_word_or_their_icon() -> None:
    badges = {re.sub(r"tone-\w+", "", shown(f"status_badge('{status}')")) for status in Status}
    words = {re.sub(r"<[^>]+>", "", badge) for badge in badges}
    icons = {badge.partition("</svg>")[0] for badge in badges}
    assert (len(words), len(icons)) == (len(Status), len(Status))


def test_an_alias_is_grouped_for_the_eye() -> None:
    assert re.findall(r"<span>(\w*)</span>", shown("alias('SX473124829ID')")) == [
        "SX",
        "4731",
        "2482",
        "9",
        "ID",
    ]


def test_an_alias_is_copied_without_gaps() -> None:
    assert 'data-copy="SX473124829ID"' in shown("alias('SX473124829ID', copy=true)")


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("words", ["ink", "muted", "primary", *TONES])
def test_words_stand_out_seven_to_one(scheme: int, ground: str, words: str) -> None:
    colours = palette(scheme)
    assert contrast(colours[words], colours[ground]) >= 7


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("tone", TONES)
def test_badges_stand_out_seven_to_one(scheme: int, tone: str) -> None:
    colours = palette(scheme)
    assert contrast(colours[tone], colours[f"{tone}-soft"]) >= 7


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_edges_of_controls_and_focus_stand_out_three_to_one(scheme: int, ground: str) -> None:
    colours = palette(scheme)
    assert min(contrast(colours[edge], colours[ground]) for edge in ("edge", "accent")) >= 3


def test_a_washed_out_grey_would_be_noticed() -> None:
    assert contrast("#999999", palette(0)["paper"]) < 7


def test_the_styles_of_a_citizen_page_stay_small() -> None:
    sheets = [gzip.compress((CSS / name).read_bytes()) for name in ("tokens.css", "base.css", "citizen.css")]
    assert sum(map(len, sheets)) <= SIX_KILOBYTES


@pytest.mark.parametrize("name", ["base.css", "staff.css", "citizen.css"])
def test_only_the_tokens_name_screen_colours(name: str) -> None:
    screen = (CSS / name).read_text().partition("@media print")[0]
    strays = set(re.findall(r"#[0-9a-f]{3,6}\b", screen)) - {"#000"}  # #000 is the full end of a mask
    assert not strays


@pytest.mark.parametrize("address", re.findall(r'url\("([^"]+)"\)', (CSS / "tokens.css").read_text()))
def test_pico_finds_our_icons_from_its_own_folder(address: str) -> None:
    assert (ROOT / "static" / "vendor" / "pico" / address).resolve().is_file()


def test_the_icon_macros_are_fresh() -> None:
    checked = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "draw_icons.py"), "--check"], check=False
    )
    assert checked.returncode == 0


def palette(scheme: int) -> dict[str, str]:
    """The tokens of the light (0) or the dark (1) scheme; what dark does not name it takes from light."""
    light, dark = (CSS / "tokens.css").read_text().split("@media screen and (prefers-color-scheme: dark)")
    found = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", part)) for part in (light, dark)]
    return found[0] if scheme == 0 else {**found[0], **found[1]}


def contrast(one: str, other: str) -> float:
    """WCAG 2.2: relative luminance, (lighter + 0.05) / (darker + 0.05)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(d * 2 for d in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
