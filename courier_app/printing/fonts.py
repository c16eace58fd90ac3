"""The typeface of everything printed: Public Sans (OFL 1.1), embedded, two weights."""

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont

REGULAR = "PublicSans-Regular"
BOLD = "PublicSans-Bold"
NO_BREAK = "\N{NO-BREAK SPACE}"
LEADING = 1.17  # height of a line, in sizes of its letters
DESCENT = 0.25  # baseline above the foot of the line, in sizes of its letters

_HERE = Path(__file__).with_name("fonts")

for _name in (REGULAR, BOLD):
    registerFont(TTFont(_name, _HERE / f"{_name}.ttf"))


@dataclass(frozen=True)
class Letters:
    """A font and its size in points."""

    font: str
    size: float


def width_of(text: str, letters: Letters) -> float:
    """Width in points."""
    return float(stringWidth(text, letters.font, letters.size))


def printable(text: str) -> str:
    """One form per letter (NFC), no control characters; line breaks and no-break spaces stay."""
    lines = unicodedata.normalize("NFC", text).splitlines()
    return "\n".join(filter(None, (_plain(line) for line in lines)))


def unbroken(text: str) -> str:
    """The same words, never parted at the end of a line."""
    return text.replace(" ", NO_BREAK)


def _plain(line: str) -> str:
    if not line.isprintable():
        line = "".join(" " if _is_blank(letter) else letter for letter in line)
    return " ".join(filter(None, line.split(" ")))


def _is_blank(letter: str) -> bool:
    return letter != NO_BREAK and unicodedata.category(letter)[0] in "CZ"
