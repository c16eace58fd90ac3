"""The walk-throughs in docs/ as steps: a picture, and under it, in bold, the words that its screen shows."""

import re
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"
PICTURES = DOCS / "pictures"
WALKS = ("kurir", "warga")
PICTURE = re.compile(r'<img src="pictures/(?P<name>[a-z0-9-]+)\.png" width="270" alt="(?P<alt>[^"]+)">')
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


@dataclass(frozen=True)
class Step:
    """One picture and what is said under it, up to the next picture."""

    picture: str
    alt: str
    text: str

    @property
    def quoted(self) -> tuple[str, ...]:
        """What the reader will look for on the screen."""
        return tuple(dict.fromkeys(squeezed(words) for words in BOLD.findall(self.text)))


def opening(walk: str) -> str:
    """What stands before the first picture."""
    return re.split(r"<img ", _text(walk), maxsplit=1)[0]


def steps(walk: str) -> list[Step]:
    text = _text(walk)
    found = list(PICTURE.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    return [
        Step(one["name"], one["alt"], text[one.end() : end]) for one, end in zip(found, ends, strict=True)
    ]


def squeezed(text: str) -> str:
    """Lines are broken elsewhere on a screen."""
    return " ".join(text.split())


def _text(walk: str) -> str:
    return (DOCS / f"{walk}.md").read_text(encoding="utf-8")
