"""Lines of text no wider than their column. Words are measured once and scale with the letters."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from courier_app.printing.fonts import Letters, width_of

ELLIPSIS = "…"


@dataclass(frozen=True)
class Word:
    """A word and its width at one point."""

    text: str
    width: float


Paragraph = Sequence[Word]


def paragraphs_of(text: str, font: str) -> list[Paragraph]:
    """The words of each line of the sender."""
    one_point = Letters(font, 1)
    return [[Word(word, width_of(word, one_point)) for word in line.split(" ")] for line in text.split("\n")]


def joined(paragraphs: Sequence[Paragraph], font: str) -> list[Paragraph]:
    """The same words as one paragraph; a comma stands where a line ended."""
    lines = (" ".join(word.text for word in words).rstrip(",") for words in paragraphs)
    return paragraphs_of(", ".join(lines), font)


def wrap(paragraphs: Iterable[Paragraph], letters: Letters, *, width: float) -> list[str]:
    """Lines broken at blanks, and inside a word only when it must be."""
    return [line for words in paragraphs for line in _wrap_one(words, letters, width=width)]


def fitted(text: str, letters: Letters, *, width: float) -> str:
    """One line: the text itself where it fits, else shortened."""
    if width_of(text, letters) <= width:
        return text
    return shortened(text, letters, width=width)


def shortened(line: str, letters: Letters, *, width: float) -> str:
    """The line with an ellipsis at its end, as long as the width allows."""
    while line and width_of(line + ELLIPSIS, letters) > width:
        line = line[:-1]
    return line.rstrip(" ,") + ELLIPSIS


def _wrap_one(words: Paragraph, letters: Letters, *, width: float) -> Iterator[str]:
    blank = width_of(" ", letters)
    line: list[str] = []
    used = 0.0
    for word in words:
        wide = word.width * letters.size
        if line and used + blank + wide > width:
            yield " ".join(line)
            line, used = [], 0.0
        if wide > width:
            *whole, rest = _pieces(word.text, letters, width=width)
            yield from whole
            word, wide = Word(rest, 0), width_of(rest, letters)
        used += wide + (blank if line else 0)
        line.append(word.text)
    yield " ".join(line)


def _pieces(word: str, letters: Letters, *, width: float) -> Iterator[str]:
    piece = ""
    for letter in word:
        if piece and width_of(piece + letter, letters) > width:
            yield piece
            piece = ""
        piece += letter
    yield piece
