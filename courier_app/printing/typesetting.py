"""Text into a column of fixed size: wrap, then shrink, then cut with an ellipsis; never overflow."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from courier_app.printing.fonts import LEADING, REGULAR, Letters, printable
from courier_app.printing.wrapping import Paragraph, joined, paragraphs_of, shortened, wrap

SCALES = tuple(percent / 100 for percent in range(100, 39, -5))  # tried in this order
FOOT_SHARE = 0.6  # the foot shrinks by this share of what the head shrinks
GAP = 2.4  # points between groups
PADDING = 2.6  # points between a frame and its text


class Frame(StrEnum):
    """What stands around a group."""

    NONE = "none"
    RULE = "rule"  # a line below
    SOLID = "solid"  # white on black
    OUTLINE = "outline"


PADDING_ABOVE = {Frame.NONE: 0.0, Frame.RULE: 0.0, Frame.SOLID: PADDING, Frame.OUTLINE: PADDING}
PADDING_BELOW = {**PADDING_ABOVE, Frame.RULE: PADDING}
PADDING_BESIDE = PADDING_ABOVE


@dataclass(frozen=True)
class Passage:
    """Text with its largest and smallest size in points and the most lines it may take.

    `whole` text is never cut: a report number without its end is worse than none.
    """

    text: str
    size: float
    font: str = REGULAR
    smallest: float = 6
    lines: int = 1
    whole: bool = False


@dataclass(frozen=True)
class Group:
    """Passages that stay together; those `at_foot` stand at the foot of the column."""

    passages: tuple[Passage, ...]
    frame: Frame = Frame.NONE
    at_foot: bool = False


@dataclass(frozen=True)
class SetPassage:
    """A passage as it will be printed."""

    lines: tuple[str, ...]
    letters: Letters

    @property
    def height(self) -> float:
        return len(self.lines) * self.letters.size * LEADING


@dataclass(frozen=True)
class SetGroup:
    """A group as it will be printed."""

    passages: tuple[SetPassage, ...]
    frame: Frame
    at_foot: bool

    @property
    def height(self) -> float:
        text = sum(passage.height for passage in self.passages)
        return PADDING_ABOVE[self.frame] + text + PADDING_BELOW[self.frame]


@dataclass
class _Measured:
    """A passage with its words measured in the room it has, and the lines left to it."""

    passage: Passage
    group: int
    room: float
    words: Sequence[Paragraph]
    allowed: int

    def at(self, scale: float) -> SetPassage:
        return self._wrapped(max(self.passage.smallest, self.passage.size * scale), self.words)

    def cut(self) -> SetPassage:
        """Smallest letters; the sender's line breaks go first, the end of the text after them."""
        size = self.passage.smallest
        done = self._wrapped(size, self.words)
        if len(done.lines) > self.allowed:
            done = self._wrapped(size, joined(self.words, self.passage.font))
        if len(done.lines) <= self.allowed or self.passage.whole:
            return done
        *kept, last = done.lines[: self.allowed]
        last = shortened(last, done.letters, width=self.room)
        return SetPassage((*kept, last), done.letters)

    def _wrapped(self, size: float, words: Sequence[Paragraph]) -> SetPassage:
        letters = Letters(self.passage.font, size)
        return SetPassage(tuple(wrap(words, letters, width=self.room)), letters)


def set_column(groups: Iterable[Group], *, width: float, height: float) -> list[SetGroup]:
    """Head and foot at the largest scales at which all text fits; below the smallest it is cut.

    The sender's line breaks are given up before any text is. ValueError when not even one line
    of each passage fits: the format is wrong, not the text.
    """
    head, foot = _parted(groups)
    feet = _measure(foot, width)
    for heads in _readings(_measure(head, width)):
        for scale in SCALES:
            below = _set_at(foot, feet, scale=1 - FOOT_SHARE * (1 - scale))
            column = [*_set_at(head, heads, scale=scale), *below]
            if height_of(column) <= height and _keeps_lines(column, [*head, *foot]):
                return column
    return _cut_to_fit([*head, *foot], width, height=height)


def height_of(column: Sequence[SetGroup]) -> float:
    """Of all groups and the gaps between them, in points."""
    return sum(group.height for group in column) + GAP * (len(column) - 1)


def _parted(groups: Iterable[Group]) -> tuple[list[Group], list[Group]]:
    groups = list(groups)
    return [g for g in groups if not g.at_foot], [g for g in groups if g.at_foot]


def _measure(groups: Sequence[Group], width: float) -> list[_Measured]:
    return [
        _Measured(
            passage,
            group=number,
            room=width - 2 * PADDING_BESIDE[group.frame],
            words=paragraphs_of(printable(passage.text), passage.font),
            allowed=passage.lines,
        )
        for number, group in enumerate(groups)
        for passage in group.passages
    ]


def _readings(measured: Sequence[_Measured]) -> Iterator[Sequence[_Measured]]:
    """As it was sent, then with every passage as one paragraph."""
    yield measured
    yield [replace(text, words=joined(text.words, text.passage.font)) for text in measured]


def _set_at(groups: Sequence[Group], measured: Sequence[_Measured], *, scale: float) -> list[SetGroup]:
    return _grouped(groups, measured, done=[text.at(scale) for text in measured])


def _grouped(
    groups: Sequence[Group], measured: Sequence[_Measured], *, done: Sequence[SetPassage]
) -> list[SetGroup]:
    pairs = list(zip(measured, done, strict=True))
    return [
        SetGroup(tuple(d for m, d in pairs if m.group == number), group.frame, group.at_foot)
        for number, group in enumerate(groups)
    ]


def _keeps_lines(column: Iterable[SetGroup], groups: Iterable[Group]) -> bool:
    asked = (passage.lines for group in groups for passage in group.passages)
    done = (len(passage.lines) for group in column for passage in group.passages)
    return all(lines <= most for lines, most in zip(done, asked, strict=True))


def _cut_to_fit(groups: Sequence[Group], width: float, *, height: float) -> list[SetGroup]:
    measured = _measure(groups, width)
    while True:
        done = [text.cut() for text in measured]
        column = _grouped(groups, measured, done=done)
        if height_of(column) <= height:
            return column
        _take_a_line(measured, done)


def _take_a_line(measured: Sequence[_Measured], done: Sequence[SetPassage]) -> None:
    """From the longest passage that may be cut: in practice the address."""
    pairs = zip(measured, done, strict=True)
    cuttable = [(len(d.lines), m) for m, d in pairs if not m.passage.whole and len(d.lines) > 1]
    if not cuttable:
        raise ValueError("This label format is too small for its text.")
    lines, longest = max(cuttable, key=lambda pair: pair[0])
    longest.allowed = lines - 1
