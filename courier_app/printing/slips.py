"""Claim-code slips: what the citizen takes home, four on an A4 page or one on A6."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from reportlab.pdfgen.canvas import Canvas

from courier_app.printing.boxes import MM, Box
from courier_app.printing.drawing import draw_column, draw_cut_lines, new_canvas
from courier_app.printing.fees import fee_notice
from courier_app.printing.fonts import BOLD, unbroken
from courier_app.printing.sheets import SheetFormat
from courier_app.printing.typesetting import Frame, Group, Passage, set_column

STEPS = (
    "1. Simpan kode ini. Hanya Anda yang mengetahuinya.",
    "2. Saat kurir datang, lihat dahulu amplop tersegel dan nama penerimanya.",
    "3. Setelah itu sebutkan kode ini kepada kurir.",
)
WARNING = (
    "JANGAN BERIKAN KODE SEBELUM MELIHAT AMPLOP TERSEGEL",
    "Petugas tidak pernah meminta kode ini lewat telepon, SMS, atau WhatsApp.",
)

SLIPS_ON_A4 = SheetFormat(
    "slip-a4",
    "A4, 4 lembar untuk dipotong",
    (210, 297),
    (105, 148.5),
    grid=(2, 2),
    inset=8,
    cut_lines=True,
)
SLIP_ON_A6 = SheetFormat("slip-a6", "A6, 1 lembar", (105, 148), (105, 148), inset=8)
SLIP_SHEETS = {sheet.code: sheet for sheet in (SLIPS_ON_A4, SLIP_ON_A6)}


@dataclass(frozen=True)
class SlipFace:
    """All that stands on one slip. No name: who finds it must not know whose it is."""

    alias: str
    claim_code: str  # six digits
    check_address: str  # "surat.example.go.id/cek"
    office: str
    report_number: str
    delivery_fee: int = 0  # rupiah


def print_slips(faces: Iterable[SlipFace], out: BinaryIO, *, sheet: SheetFormat) -> int:
    """Write one PDF of all slips to `out` and say how many. ValueError when there is none."""
    canvas = new_canvas(out, sheet.page, title="Kode klaim")
    printed = 0
    for printed, face in enumerate(faces, start=1):
        place = (printed - 1) % sheet.per_sheet
        if printed > 1 and place == 0:
            canvas.showPage()
        _draw_slip(canvas, face, sheet=sheet, cell=sheet.cell(place))
    if not printed:
        raise ValueError("There is no slip to print.")
    canvas.save()
    return printed


def _draw_slip(canvas: Canvas, face: SlipFace, *, sheet: SheetFormat, cell: Box) -> None:
    if sheet.cut_lines:
        draw_cut_lines(canvas, cell)
    area = cell.inset(sheet.inset * MM)
    column = set_column(_groups(face), width=area.width, height=area.height)
    draw_column(canvas, column, box=area)


def _groups(face: SlipFace) -> Iterator[Group]:
    yield Group((Passage(face.office, 9.5, BOLD, lines=3),), Frame.RULE)
    yield Group((Passage("Nomor paket", 9), Passage(face.alias, 19, BOLD, whole=True)))
    code = Passage(_in_threes(face.claim_code), 54, BOLD, smallest=30, whole=True)
    yield Group((Passage("Kode klaim", 9), code))
    for step in STEPS:
        yield Group((Passage(step, 11, lines=2, whole=True),))
    warning, promise = WARNING
    yield Group(
        (Passage(warning, 11.5, BOLD, lines=2, whole=True), Passage(promise, 9, lines=2, whole=True)),
        Frame.SOLID,
        at_foot=True,
    )
    yield Group(_where(face.check_address), at_foot=True)
    headline, sentence = fee_notice(face.delivery_fee, face.report_number)
    fee = Passage(headline, 10, BOLD), Passage(sentence, 9, lines=2, whole=True)
    yield Group(fee, Frame.OUTLINE, at_foot=True)


def _where(address: str) -> tuple[Passage, ...]:
    sentence = "Lihat sampai di mana paket Anda, dengan nomor paket dan kode klaim:"
    return Passage(sentence, 9, lines=2), Passage(address, 13, BOLD, lines=2, whole=True)


def _in_threes(code: str) -> str:
    return unbroken(f"{code[:3]} {code[3:]}")
