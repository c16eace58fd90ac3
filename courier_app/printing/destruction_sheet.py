"""Berita Acara: which old cards two officers destroyed, for their signatures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from reportlab.pdfgen.canvas import Canvas

from courier_app.printing.boxes import MM, Box
from courier_app.printing.fonts import BOLD
from courier_app.printing.moments import in_words
from courier_app.printing.signed_list import (
    AREA,
    FOOTER,
    ROW,
    SIGNATURES,
    STRONG,
    TEXT,
    Columns,
    SignedList,
    print_signed_list,
    row_of,
)
from courier_app.printing.typesetting import Frame, Group, Passage

HEADER = 62 * MM
HEADS = ("No.", "Nomor paket", "Nomor segel", "Kembali di kantor")
COLUMNS = Columns(tuple(width * MM for width in (14, 52, 44, 64)), gap=ROW / 4)
DECLARATION = "Kartu di atas dihitung, dicocokkan dengan segelnya, lalu dimusnahkan sampai tidak terbaca."


@dataclass(frozen=True)
class DestroyedCard:
    """No name and no number of a citizen."""

    alias: str
    seal: str
    counted_in: str


@dataclass(frozen=True)
class DestructionFace:
    """All that stands on the sheet; `leaf_index` is the act's place in the public log."""

    office: str
    officer: str
    second: str
    destroyed_at: datetime
    leaf_index: int
    cards: Sequence[DestroyedCard]


def print_destruction_sheet(face: DestructionFace, out: BinaryIO) -> int:
    """Write the sheet as PDF to `out` and say how many pages. ValueError without cards."""
    if not face.cards:
        raise ValueError("Nothing was destroyed.")
    sheet = SignedList(
        title="Berita acara pemusnahan",
        header=tuple(_header(face)),
        header_height=HEADER,
        pages=list(_pages(list(enumerate(face.cards, start=1)))),
        draw_table=_draw_table,
        declaration=DECLARATION,
        signed_by=(("Petugas pertama", face.officer), ("Petugas kedua", face.second)),
    )
    return print_signed_list(sheet, out)


def _pages(cards: Sequence[tuple[int, DestroyedCard]]) -> Iterator[Sequence[tuple[int, DestroyedCard]]]:
    """Each keeps room for the signatures, so that the last one has it."""
    room = AREA.height - HEADER - FOOTER - SIGNATURES
    most = int(room // ROW) - 1  # the first row is the head of the table
    for start in range(0, len(cards), most):
        yield cards[start : start + most]


def _header(face: DestructionFace) -> Iterator[Group]:
    yield Group((Passage(face.office, 12, BOLD, lines=2),), Frame.RULE)
    yield Group((Passage("BERITA ACARA PEMUSNAHAN KARTU LAMA", 16, BOLD),))
    yield Group(
        (
            Passage(f"Waktu: {in_words(face.destroyed_at)}", 10),
            Passage(f"Petugas pertama: {face.officer}", 10, lines=2),
            Passage(f"Petugas kedua: {face.second}", 10, lines=2),
            Passage(f"Jumlah: {len(face.cards)} kartu", 10, BOLD),
            Passage(f"Nomor dalam buku catatan umum: {face.leaf_index}", 10),
        )
    )


def _draw_table(canvas: Canvas, cards: Sequence[tuple[int, DestroyedCard]], area: Box) -> None:
    COLUMNS.draw(canvas, HEADS, STRONG, row=row_of(area, 1))
    for place, (number, card) in enumerate(cards, start=2):
        cells = (str(number), card.alias, card.seal, card.counted_in)
        COLUMNS.draw(canvas, cells, TEXT, row=row_of(area, place))
