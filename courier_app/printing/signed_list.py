"""A list on A4 that two people sign below: what the sheets of an office share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Generic, TypeVar

from reportlab.pdfgen.canvas import Canvas

from courier_app.printing.boxes import MM, Box
from courier_app.printing.drawing import HAIRLINE, draw_column, new_canvas
from courier_app.printing.fonts import BOLD, REGULAR, Letters, printable
from courier_app.printing.sheets import A4
from courier_app.printing.typesetting import Group, set_column
from courier_app.printing.wrapping import fitted

MARGIN = 18 * MM
FOOTER = 8 * MM
SIGNATURES = 46 * MM
ROW = 8 * MM
TEXT = Letters(REGULAR, 10)
SMALL = Letters(REGULAR, 8)
STRONG = Letters(BOLD, 10)
NAME_WIDTH = 70 * MM
AREA = Box(0, 0, A4[0] * MM, A4[1] * MM).inset(MARGIN)

Line = TypeVar("Line")


@dataclass(frozen=True)
class SignedList(Generic[Line]):
    """`draw_table` gets a page's lines and the box below the header; `signed_by` are the roles and names of two."""

    title: str
    header: Sequence[Group]
    header_height: float
    pages: Sequence[Sequence[Line]]
    draw_table: Callable[[Canvas, Sequence[Line], Box], None]
    declaration: str
    signed_by: tuple[tuple[str, str], tuple[str, str]]


def print_signed_list(sheet: SignedList[Line], out: BinaryIO) -> int:
    """Write it as PDF to `out` and say how many pages."""
    canvas = new_canvas(out, A4, title=sheet.title)
    height = sheet.header_height
    for number, lines in enumerate(sheet.pages, start=1):
        box = Box(AREA.left, AREA.top - height, AREA.width, height)
        draw_column(canvas, set_column(sheet.header, width=box.width, height=box.height), box=box)
        _write(canvas, f"Halaman {number} dari {len(sheet.pages)}", SMALL, at=(AREA.left, AREA.bottom))
        sheet.draw_table(canvas, lines, AREA.below(AREA.top - height))
        if number == len(sheet.pages):
            _draw_signatures(canvas, sheet)
        canvas.showPage()
    canvas.save()
    return len(sheet.pages)


@dataclass(frozen=True)
class Columns:
    """Their widths, and what stays free at the end of each, in points."""

    widths: Sequence[float]
    gap: float

    def draw(self, canvas: Canvas, cells: Sequence[str], letters: Letters, *, row: Box) -> None:
        """Text that is too long for its column is shortened."""
        canvas.setLineWidth(HAIRLINE)
        canvas.line(row.left, row.bottom, row.right, row.bottom)
        left = row.left
        for text, width in zip(cells, self.widths, strict=True):
            _write(canvas, text, letters, at=(left, row.bottom + ROW / 3), width=width - self.gap)
            left += width


def row_of(area: Box, place: int) -> Box:
    """The `place`-th row from the top, beginning with 1."""
    return Box(area.left, area.top - place * ROW, area.width, ROW)


def _draw_signatures(canvas: Canvas, sheet: SignedList[Line]) -> None:
    foot = AREA.bottom + FOOTER
    _write(canvas, sheet.declaration, TEXT, at=(AREA.left, foot + SIGNATURES - ROW))
    for place, (role, name) in enumerate(sheet.signed_by):
        left = AREA.left + place * AREA.width / 2
        _write(canvas, role, TEXT, at=(left, foot + SIGNATURES - 2 * ROW))
        canvas.line(left, foot + ROW, left + NAME_WIDTH, foot + ROW)
        _write(canvas, name, STRONG, at=(left, foot + ROW / 3), width=NAME_WIDTH)


def _write(
    canvas: Canvas, text: str, letters: Letters, *, at: tuple[float, float], width: float = AREA.width
) -> None:
    canvas.setFont(letters.font, letters.size)
    canvas.drawString(*at, fitted(printable(text), letters, width=width))
