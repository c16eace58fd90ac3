"""Labels for sealed envelopes, on A4 sheets and thermal rolls (rules: security.md, section 8)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import BinaryIO

from reportlab.pdfgen.canvas import Canvas

from courier_app.printing.boxes import MM, Box
from courier_app.printing.drawing import draw_column, draw_cut_lines, draw_symbol, new_canvas
from courier_app.printing.fees import fee_notice
from courier_app.printing.fonts import BOLD
from courier_app.printing.qr import QUIET_ZONE, qr_symbol
from courier_app.printing.sheets import Arrangement, SheetFormat
from courier_app.printing.typesetting import Frame, Group, Passage, set_column

NOTICE = "Jangan dibuka selain penerima"


@dataclass(frozen=True)
class RecipientFace:
    """Whom the courier looks for. No telephone number, no document kind, no NIK on paper."""

    name: str
    address: str  # lines separated by "\n" where the sender wants them


@dataclass(frozen=True)
class LabelFace:
    """All that stands on one label, ready to print."""

    url: str  # "HTTPS://HOST/P/ID", upper case
    grouped_id: str  # "7K2M 9QX4 T1B8 ZC3D A"
    alias: str
    office: str
    domain: str  # the official domain as text
    report_number: str  # where a demanded fee is reported
    delivery_fee: int = 0  # rupiah, the transport only; the document itself is always free
    recipient: RecipientFace | None = None


def print_labels(faces: Iterable[LabelFace], out: BinaryIO, *, sheet: SheetFormat, start_at: int = 0) -> int:
    """Write one PDF of all labels to `out` and say how many; faces are read one at a time.

    `start_at` is the first free place on a sheet already begun, 0 the top left. Nothing is
    written and ValueError raised when there is no label, no such place, or an address no
    symbol can hold.
    """
    if not 0 <= start_at < sheet.per_sheet:
        raise ValueError("The sheet has no such place.")
    canvas = new_canvas(out, sheet.page, title="Label SuratSampai")
    printed = 0
    for place, face in _places(faces, sheet, start_at):
        if printed and place == 0:
            canvas.showPage()
        _draw_label(canvas, face, sheet, place)
        printed += 1
    canvas.save()
    return printed


def _places(faces: Iterable[LabelFace], sheet: SheetFormat, start_at: int) -> Iterator[tuple[int, LabelFace]]:
    waiting = iter(faces)
    first = next(waiting, None)
    if first is None:
        raise ValueError("There is no label to print.")
    for number, face in enumerate(chain((first,), waiting), start=start_at):
        yield number % sheet.per_sheet, face


def _draw_label(canvas: Canvas, face: LabelFace, sheet: SheetFormat, place: int) -> None:
    cell = sheet.cell(place)
    if sheet.cut_lines:
        draw_cut_lines(canvas, cell)
    symbol = qr_symbol(face.url)
    module = sheet.on_dots(sheet.qr / symbol.size) * MM
    quiet = _quiet_box(sheet, cell, side=module * (symbol.size + 2 * QUIET_ZONE))
    draw_symbol(canvas, symbol, box=quiet.inset(QUIET_ZONE * module))
    _draw_text(canvas, face, sheet=sheet, box=_column_box(sheet, cell, quiet=quiet))


def _quiet_box(sheet: SheetFormat, cell: Box, *, side: float) -> Box:
    """The symbol with its quiet zone; nothing else is ever drawn in it."""
    area = cell.inset(sheet.inset * MM)
    if sheet.arrangement is Arrangement.BESIDE:
        return Box(area.left, cell.bottom + (cell.height - side) / 2, side, side)
    left = sheet.on_dots((cell.left + (cell.width - side) / 2) / MM) * MM
    return Box(left, sheet.on_dots((area.top - side) / MM) * MM, side, side)


def _column_box(sheet: SheetFormat, cell: Box, *, quiet: Box) -> Box:
    area = cell.inset(sheet.inset * MM)
    if sheet.arrangement is Arrangement.BESIDE:
        return area.right_of(quiet.right)
    return area.below(quiet.bottom)


def _draw_text(canvas: Canvas, face: LabelFace, *, sheet: SheetFormat, box: Box) -> None:
    groups = [_scaled(group, sheet.text_scale) for group in _groups(face, sheet)]
    draw_column(canvas, set_column(groups, width=box.width, height=box.height), box=box)


def _scaled(group: Group, scale: float) -> Group:
    passages = (replace(passage, size=passage.size * scale) for passage in group.passages)
    return replace(group, passages=tuple(passages))


def _groups(face: LabelFace, sheet: SheetFormat) -> Iterator[Group]:
    """Sender and recipient on top; at the foot the numbers, the fee, and whom to trust."""
    yield Group((Passage(face.office, 7.5, BOLD, lines=2),), Frame.RULE)
    if face.recipient:
        yield Group(_recipient(face.recipient, sheet))
    numbers = Passage(face.alias, 13, BOLD, smallest=10), Passage(face.grouped_id, 7.5)
    yield Group(numbers, at_foot=True)
    yield _fee(face)
    yield Group(_trust(face.domain, sheet), at_foot=True)


def _recipient(recipient: RecipientFace, sheet: SheetFormat) -> tuple[Passage, ...]:
    caption = () if sheet.compact else (Passage("Kepada", 6.5),)
    return (
        *caption,
        Passage(recipient.name, 9, BOLD, smallest=7, lines=3),
        Passage(recipient.address, 7.5, lines=12),
    )


def _fee(face: LabelFace) -> Group:
    headline, sentence = fee_notice(face.delivery_fee, face.report_number)
    frame = Frame.OUTLINE if face.delivery_fee else Frame.SOLID
    words = Passage(headline, 9, BOLD), Passage(sentence, 6.5, lines=2, whole=True)
    return Group(words, frame, at_foot=True)


def _trust(domain: str, sheet: SheetFormat) -> tuple[Passage, ...]:
    if sheet.compact:
        return (Passage(f"{domain} · {NOTICE}", 6.5, BOLD, lines=2, whole=True),)
    where = Passage(f"Alamat resmi: {domain}", 6.5, lines=2, whole=True)
    return where, Passage(NOTICE, 6.5, BOLD, whole=True)
