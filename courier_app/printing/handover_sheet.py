"""Serah-terima: the list that officer and courier sign, beside the partner's own papers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import BinaryIO

from reportlab.pdfgen.canvas import Canvas

from courier_app.printing.boxes import MM, Box
from courier_app.printing.drawing import HAIRLINE, draw_column, new_canvas
from courier_app.printing.fonts import BOLD, REGULAR, Letters, printable
from courier_app.printing.sheets import A4
from courier_app.printing.typesetting import Frame, Group, Passage, set_column
from courier_app.printing.wrapping import fitted

WIB = timezone(timedelta(hours=7), "WIB")
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)

MARGIN = 18 * MM
HEADER = 48 * MM
FOOTER = 8 * MM
SIGNATURES = 46 * MM
ROW = 8 * MM
TICK = 4 * MM
TEXT = Letters(REGULAR, 10)
SMALL = Letters(REGULAR, 8)
STRONG = Letters(BOLD, 10)
COLUMNS = ("No.", "Diterima", "Nomor paket", "Nomor mitra", "Catatan")
WIDTHS = tuple(width * MM for width in (12, 20, 46, 46, 50))
DECLARATION = "Paket di atas diserahkan dan diterima dalam amplop tersegel, jumlahnya sesuai."


@dataclass(frozen=True)
class HandoverLine:
    """One package on the list: no name and no address."""

    alias: str
    partner_number: str = ""  # the partner's own number (resi), when there is one


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
    area = Box(0, 0, A4[0] * MM, A4[1] * MM).inset(MARGIN)
    pages = list(_pages(list(enumerate(face.lines, start=1))))
    canvas = new_canvas(out, A4, title="Serah terima")
    for number, lines in enumerate(pages, start=1):
        _draw_header(canvas, face, area=area)
        _write(canvas, f"Halaman {number} dari {len(pages)}", SMALL, at=(area.left, area.bottom))
        _draw_table(canvas, lines, area=area.below(area.top - HEADER))
        if number == len(pages):
            _draw_signatures(canvas, face, area=area)
        canvas.showPage()
    canvas.save()
    return len(pages)


def in_words(moment: datetime) -> str:
    """Such as "Senin, 23 November 2026 pukul 13.05 WIB"."""
    local = moment.astimezone(WIB)
    day = f"{DAYS[local.weekday()]}, {local.day} {MONTHS[local.month - 1]} {local.year}"
    return f"{day} pukul {local:%H.%M} WIB"


def _pages(lines: Sequence[Numbered]) -> Iterator[Sequence[Numbered]]:
    """The last page keeps room for the signatures and is never without a package."""
    body = A4[1] * MM - 2 * MARGIN - HEADER - FOOTER
    most = int(body // ROW) - 1  # the first row is the head of the table
    most_on_last = int((body - SIGNATURES) // ROW) - 1
    while len(lines) > most_on_last:
        taken = min(most, len(lines) - 1)
        yield lines[:taken]
        lines = lines[taken:]
    yield lines


def _draw_header(canvas: Canvas, face: HandoverFace, *, area: Box) -> None:
    box = Box(area.left, area.top - HEADER, area.width, HEADER)
    draw_column(canvas, set_column(_header(face), width=box.width, height=box.height), box=box)


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


def _draw_table(canvas: Canvas, lines: Sequence[Numbered], *, area: Box) -> None:
    _draw_row(canvas, COLUMNS, STRONG, row=Box(area.left, area.top - ROW, area.width, ROW))
    for place, (number, line) in enumerate(lines, start=2):
        row = Box(area.left, area.top - place * ROW, area.width, ROW)
        cells = (str(number), "", line.alias, line.partner_number, "")
        _draw_row(canvas, cells, TEXT, row=row)
        canvas.rect(row.left + WIDTHS[0] + TICK / 2, row.bottom + (ROW - TICK) / 2, TICK, TICK)


def _draw_row(canvas: Canvas, cells: Sequence[str], letters: Letters, *, row: Box) -> None:
    canvas.setLineWidth(HAIRLINE)
    canvas.line(row.left, row.bottom, row.right, row.bottom)
    left = row.left
    for text, width in zip(cells, WIDTHS, strict=True):
        fitting = fitted(printable(text), letters, width=width - TICK)
        _write(canvas, fitting, letters, at=(left, row.bottom + ROW / 3))
        left += width


def _draw_signatures(canvas: Canvas, face: HandoverFace, *, area: Box) -> None:
    foot = area.bottom + FOOTER
    _write(canvas, DECLARATION, TEXT, at=(area.left, foot + SIGNATURES - ROW))
    _draw_signature(canvas, "Yang menyerahkan, petugas", face.officer, at=(area.left, foot))
    middle = area.left + area.width / 2
    _draw_signature(canvas, "Yang menerima, kurir", face.courier, at=(middle, foot))


def _draw_signature(canvas: Canvas, role: str, name: str, *, at: tuple[float, float]) -> None:
    left, foot = at
    width = 70 * MM
    _write(canvas, role, TEXT, at=(left, foot + SIGNATURES - 2 * ROW))
    canvas.line(left, foot + ROW, left + width, foot + ROW)
    named = fitted(printable(name), STRONG, width=width)
    _write(canvas, named, STRONG, at=(left, foot + ROW / 3))


def _write(canvas: Canvas, text: str, letters: Letters, *, at: tuple[float, float]) -> None:
    canvas.setFont(letters.font, letters.size)
    canvas.drawString(*at, text)
