"""The receipt that is signed on paper at the counter, on A5, with blank lines to write on. The office keeps it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from reportlab.pdfgen.canvas import Canvas

from courier_app.printing.boxes import MM, Box
from courier_app.printing.drawing import HAIRLINE, draw_column, new_canvas
from courier_app.printing.fonts import BOLD, REGULAR, Letters, printable
from courier_app.printing.typesetting import Frame, Group, Passage, set_column
from courier_app.printing.wrapping import fitted

A5 = (148, 210)
MARGIN = 12 * MM
HEADER = 54 * MM
LINE = 13.5 * MM
HALF = 4 * MM  # between the two who sign
SIGNED = 24 * MM
ABOVE = 2 * MM  # between a rule and the words of the next line
SMALL = Letters(REGULAR, 8.5)
AREA = Box(0, 0, A5[0] * MM, A5[1] * MM).inset(MARGIN)
DECLARED = "Saya menerima satu amplop dengan nomor paket di atas, tertutup dan tersegel."
KEPT = "Disimpan kantor. NIK dan nomor KK tidak ditulis di lembar ini."
NAME = "Nama yang mengambil, seperti di kartu identitasnya"
OWNER = "Nama pemilik dokumen, bila bukan yang mengambil"
RELATION = "Hubungan dengan pemilik dokumen"
SHOWN = "Kartu yang ditunjukkan (KTP, atau KK bila belum punya KTP)"
PAPER = "Nomor surat kuasa atau penetapan wali, bila ada"
OLD_CARD = "Kartu lama: nomor segel kantongnya, atau nomor surat kehilangan"
WHEN = "Tanggal dan jam"
WHO_SIGN = ("Tanda tangan yang mengambil", "Nama dan tanda tangan petugas")


@dataclass(frozen=True)
class CounterFace:
    """All that is printed: of the citizen nothing, for they write it themselves. `for_others`: not only the person
    named may take it; `with_paper`: somebody who brings a letter may; `old_card`: one has to come back."""

    office: str
    alias: str
    kind: str
    for_others: bool = False
    with_paper: bool = False
    old_card: bool = False


def print_counter_receipt(face: CounterFace, out: BinaryIO) -> None:
    """Write the one page as PDF to `out`."""
    canvas = new_canvas(out, A5, title="Tanda terima pengambilan di loket")
    draw_column(canvas, set_column(tuple(_groups(face)), width=AREA.width, height=AREA.height), box=AREA)
    _draw_lines(canvas, _asked(face), AREA.below(AREA.top - HEADER))
    _draw_signatures(canvas, Box(AREA.left, AREA.bottom + 6 * MM, AREA.width, SIGNED))
    canvas.showPage()
    canvas.save()


def _groups(face: CounterFace) -> Iterator[Group]:
    yield Group((Passage(face.office, 10.5, BOLD, lines=2),), Frame.RULE)
    yield Group((Passage("TANDA TERIMA PENGAMBILAN DI LOKET", 13, BOLD),))
    yield Group((Passage("Nomor paket", 9), Passage(face.alias, 18, BOLD, whole=True)))
    yield Group((Passage(f"Dokumen: {face.kind}", 10.5, lines=2),))
    yield Group((Passage(DECLARED, 10.5, lines=2, whole=True),))
    yield Group((Passage(KEPT, 8.5),), at_foot=True)


def _asked(face: CounterFace) -> tuple[str, ...]:
    asked = (
        (NAME, True),
        (OWNER, face.for_others),
        (RELATION, face.for_others),
        (SHOWN, True),
        (PAPER, face.with_paper),
        (OLD_CARD, face.old_card),
        (WHEN, True),
    )
    return tuple(words for words, is_asked in asked if is_asked)


def _draw_lines(canvas: Canvas, asked: Sequence[str], area: Box) -> None:
    for place, words in enumerate(asked):
        _draw_line(canvas, words, Box(area.left, area.top - (place + 1) * LINE, area.width, LINE))


def _draw_signatures(canvas: Canvas, area: Box) -> None:
    width = (area.width - HALF) / 2
    for place, words in enumerate(WHO_SIGN):
        _draw_line(canvas, words, Box(area.left + place * (width + HALF), area.bottom, width, area.height))


def _draw_line(canvas: Canvas, words: str, box: Box) -> None:
    """The words on top of what is left blank, and the rule below it."""
    canvas.setFont(SMALL.font, SMALL.size)
    said = fitted(printable(words), SMALL, width=box.width)
    canvas.drawString(box.left, box.top - ABOVE - SMALL.size, said)
    canvas.setLineWidth(HAIRLINE)
    canvas.line(box.left, box.bottom + HAIRLINE, box.right, box.bottom + HAIRLINE)
