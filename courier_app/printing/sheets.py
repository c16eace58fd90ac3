"""Sheets and rolls that labels are printed on, and where each label lies on them.

Sizes are those of self-adhesive A4 sheets as sold (Avery and its look-alikes), of 100 x 150 mm
shipping labels and of 62 mm rolls. The sheets of 14 and more labels (38.1 mm high and less) are
not here: a 30 mm symbol of version 3 needs 38.3 mm with its quiet zone.
"""

from dataclasses import dataclass
from enum import StrEnum

from courier_app.printing.boxes import MM, Box

A4 = (210.0, 297.0)
DPI_203 = 8.0  # dots per millimetre of common thermal printers
DPI_300 = 300 / 25.4


class Arrangement(StrEnum):
    """Where the text stands."""

    BESIDE = "beside"  # to the right of the symbol
    UNDER = "under"


@dataclass(frozen=True)
class SheetFormat:
    """Millimetres. `qr` is the side of the symbol without its quiet zone, never under 30."""

    code: str
    title: str
    page: tuple[float, float]
    label: tuple[float, float]
    grid: tuple[int, int] = (1, 1)  # columns, rows
    origin: tuple[float, float] = (0, 0)  # left and top of the first label
    gap: float = 0  # between columns
    inset: float = 3  # kept free along the edge of a label: printers drift
    qr: float = 30.1
    arrangement: Arrangement = Arrangement.BESIDE
    text_scale: float = 1
    dots: float = 0  # per millimetre; modules of a thermal label are whole dots
    compact: bool = False  # no caption, domain and notice on one line
    cut_lines: bool = False  # plain paper: dashed lines to cut along

    @property
    def per_sheet(self) -> int:
        return self.grid[0] * self.grid[1]

    def cell(self, index: int) -> Box:
        """The label's own area on the page, in points, counted by rows from the top left."""
        row, column = divmod(index, self.grid[0])
        width, height = self.label
        left = self.origin[0] + column * (width + self.gap)
        top = self.page[1] - self.origin[1] - row * height
        return Box(left * MM, (top - height) * MM, width * MM, height * MM)

    def on_dots(self, millimetres: float) -> float:
        """Rounded up to whole dots, where the printer is a thermal one."""
        if not self.dots:
            return millimetres
        return -(-millimetres * self.dots // 1) / self.dots


_ALL = (
    SheetFormat(
        "a4-2x4",
        "A4, 8 label 99,1 x 67,7 mm (L7165)",
        A4,
        (99.1, 67.7),
        grid=(2, 4),
        origin=(4.65, 13.1),
        gap=2.6,
        qr=34,
        text_scale=1.2,
    ),
    SheetFormat(
        "a4-2x5",
        "A4, 10 label 99,1 x 57 mm (L7173)",
        A4,
        (99.1, 57),
        grid=(2, 5),
        origin=(4.65, 6),
        gap=2.6,
        inset=2.5,
        text_scale=1.1,
    ),
    SheetFormat(
        "a4-2x6",
        "A4, 12 label 99,1 x 42,3 mm (L7177)",
        A4,
        (99.1, 42.3),
        grid=(2, 6),
        origin=(4.65, 21.6),
        gap=2.6,
        inset=1.9,
        compact=True,
    ),
    SheetFormat(
        "a4-2x2",
        "A4, 4 label 99,1 x 139 mm (L7169)",
        A4,
        (99.1, 139),
        grid=(2, 2),
        origin=(4.65, 9.5),
        gap=2.6,
        inset=5,
        qr=48,
        arrangement=Arrangement.UNDER,
        text_scale=1.6,
    ),
    SheetFormat(
        "a4-potong",
        "A4 kertas biasa, 8 label untuk dipotong",
        A4,
        (105, 74.25),
        grid=(2, 4),
        inset=6,
        qr=34,
        text_scale=1.15,
        cut_lines=True,
    ),
    SheetFormat(
        "a4-satuan",
        "A4 kertas biasa, 1 label untuk dipotong",
        A4,
        (150, 100),
        origin=(30, 20),
        inset=6,
        qr=48,
        text_scale=1.7,
        cut_lines=True,
    ),
    SheetFormat(
        "termal-100x150",
        "Printer termal, 100 x 150 mm",
        (100, 150),
        (100, 150),
        inset=4,
        qr=50,
        arrangement=Arrangement.UNDER,
        text_scale=1.75,
        dots=DPI_203,
    ),
    SheetFormat(
        "termal-62",
        "Printer termal, gulungan 62 mm",
        (62, 110),
        (62, 110),
        inset=3,
        qr=38,
        arrangement=Arrangement.UNDER,
        text_scale=1.05,
        dots=DPI_300,
    ),
)

SHEETS = {sheet.code: sheet for sheet in _ALL}
