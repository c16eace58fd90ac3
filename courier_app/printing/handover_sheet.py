"""Serah-terima: the list that officer and courier sign, beside the partner's own papers."""

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

HEADER = 48 * MM
TICK = 4 * MM
HEADS = ("No.", "Diterima", "Nomor paket", "Nomor mitra", "Catatan")
COLUMNS = Columns(tuple(width * MM for width in (12, 20, 46, 46, 50)), gap=TICK)
DECLARATION = "Paket di atas diserahkan dan diterima dalam amplop tersegel, jumlahnya sesuai."


@dataclass(frozen=True)
class HandoverLine:
    """One package on the list: no name and no address."""

    alias: str
    partner_number: str = ""  # the partner's own number (resi), when there is one
    exchange: bool = False  # an old card comes back for it


Numbered = tuple[int, HandoverLine]


@dataclass(frozen=True)
class HandoverFace:
    """All that stands on the sheet."""

    office: str
    partner: str
    courier: str
    officer: str
    handed_over_at: datetime  # aware; printed in WIB, the time of Jawa Tengah
    lines: Sequence[HandoverLine]


def print_handover_sheet(face: HandoverFace, out: BinaryIO) -> int:
    """Write the sheet as PDF to `out` and say how many pages. ValueError without packages."""
    if not face.lines:
        raise ValueError("There is no package on this handover.")
    sheet = SignedList(
        title="Serah terima",
        header=tuple(_header(face)),
        header_height=HEADER,
        pages=list(_pages(list(enumerate(face.lines, start=1)))),
        draw_table=_draw_table,
        declaration=DECLARATION,
        signed_by=(("Yang menyerahkan, petugas", face.officer), ("Yang menerima, kurir", face.courier)),
    )
    return print_signed_list(sheet, out)


def _pages(lines: Sequence[Numbered]) -> Iterator[Sequence[Numbered]]:
    """The last page keeps room for the signatures and is never without a package."""
    body = AREA.height - HEADER - FOOTER
    most = int(body // ROW) - 1  # the first row is the head of the table
    most_on_last = int((body - SIGNATURES) // ROW) - 1
    while len(lines) > most_on_last:
        taken = min(most, len(lines) - 1)
        yield lines[:taken]
        lines = lines[taken:]
    yield lines


def _header(face: HandoverFace) -> Iterator[Group]:
    yield Group((Passage(face.office, 12, BOLD, lines=2),), Frame.RULE)
    yield Group((Passage("SERAH TERIMA PAKET DOKUMEN", 16, BOLD),))
    yield Group(
        (
            Passage(f"Waktu: {in_words(face.handed_over_at)}", 10),
            Passage(f"Petugas: {face.officer}", 10, lines=2),
            Passage(f"Kurir: {face.courier} ({face.partner})", 10, lines=2),
            Passage(f"Jumlah: {len(face.lines)} paket", 10, BOLD),
        )
    )


def _draw_table(canvas: Canvas, lines: Sequence[Numbered], area: Box) -> None:
    COLUMNS.draw(canvas, HEADS, STRONG, row=row_of(area, 1))
    for place, (number, line) in enumerate(lines, start=2):
        row = row_of(area, place)
        note = "Tukar kartu lama" if line.exchange else ""
        cells = (str(number), "", line.alias, line.partner_number, note)
        COLUMNS.draw(canvas, cells, TEXT, row=row)
        left = row.left + COLUMNS.widths[0] + TICK / 2
        canvas.rect(left, row.bottom + (ROW - TICK) / 2, TICK, TICK)
