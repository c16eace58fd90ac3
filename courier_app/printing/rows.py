"""Facts on an official paper: word on the left, fact on the right, a line below each."""

from collections.abc import Iterable, Sequence

from reportlab.pdfgen.canvas import Canvas

from courier_app.printing.boxes import MM, Box
from courier_app.printing.drawing import HAIRLINE, draw_column
from courier_app.printing.fonts import BOLD
from courier_app.printing.typesetting import Group, Passage, set_column

ROW, WORDS = 13 * MM, 52 * MM


def draw_groups(canvas: Canvas, groups: Iterable[Group], box: Box) -> None:
    draw_column(canvas, set_column(groups, width=box.width, height=box.height), box=box)


def draw_rows(canvas: Canvas, rows: Sequence[tuple[str, str]], area: Box) -> None:
    """From the top down, ROW each."""
    for number, (word, fact) in enumerate(rows):
        row = Box(area.left, area.top - (number + 1) * ROW, area.width, ROW)
        canvas.setLineWidth(HAIRLINE / 2)
        canvas.line(row.left, row.bottom, row.right, row.bottom)
        inner = row.below(row.top - 3 * MM)
        draw_groups(canvas, [Group((Passage(word, 10.5),))], inner)
        right = inner.right_of(row.left + WORDS)
        draw_groups(canvas, [Group((Passage(fact, 13, BOLD, lines=2, whole=True),))], right)
