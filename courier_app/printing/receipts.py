"""The citizen's receipt on paper: one A4 page, black and white, that looks official and can be checked without us."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from reportlab.pdfgen.canvas import Canvas

from courier_app.printing.boxes import MM, Box
from courier_app.printing.drawing import HAIRLINE, draw_symbol, new_canvas
from courier_app.printing.fees import fee_notice
from courier_app.printing.fonts import BOLD, unbroken
from courier_app.printing.moments import in_words
from courier_app.printing.qr import QUIET_ZONE, receipt_symbol
from courier_app.printing.rows import draw_groups, draw_rows
from courier_app.printing.sheets import A4
from courier_app.printing.typesetting import Frame, Group, Passage

MARGIN = 20 * MM
HEAD = 30 * MM
QR_WIDTH = 66 * MM  # 35 mm at least (evidence.md 3.1); a kitchen table and an old camera want more
TITLE = "TANDA TERIMA DOKUMEN"
PROVES = (
    "Kode ini ditandatangani kantor di atas dan dapat diperiksa siapa pun tanpa bertanya kepada kami. "
    "Yang dibuktikan: kantor menyatakan dokumen jenis ini diserahkan, dan catatan kurir tentang itu tidak diubah "
    "sesudahnya. Yang tidak dibuktikan: siapa orang yang menerimanya, dan apakah serah terima ini kemudian disanggah "
    "atau dinyatakan keliru: itu hanya tampak di halaman label paketnya."
)
HOW = "Periksa dengan kamera, foto, atau berkas ini di"
WITHOUT = "Di dalam kode tidak ada nama, NIK, alamat, foto, atau nomor paket."


@dataclass(frozen=True)
class ReceiptFace:
    """All that stands on the page. No name and no address: who finds it learns nothing."""

    office: str
    alias: str
    document: str  # "KTP elektronik"
    handed_to: str  # "keluarga"
    handed_at: datetime
    carrier: str  # "Pos Indonesia"
    issued_at: datetime
    number: str  # the receipt's id in groups of four
    place_in_log: int
    text: str  # what the QR holds
    verify_address: str  # "surat.example.go.id/verifikasi"
    report_number: str
    delivery_fee: int = 0  # rupiah
    how: str = ""  # "diletakkan dan dilihat diambil"; empty for hand to hand, signed
    fee_said: str = ""  # "dibayar tunai"


def print_receipt(face: ReceiptFace, out: BinaryIO) -> None:
    """One page. The QR's text stands in the file's keywords too, so that a program finds it without eyes."""
    canvas = new_canvas(out, A4, title="Tanda terima")
    canvas.setKeywords(face.text)
    area = Box(0, 0, A4[0] * MM, A4[1] * MM).inset(MARGIN)
    draw_groups(canvas, _head(face), area)
    draw_rows(canvas, _rows(face), area.below(area.top - HEAD))
    code = Box(area.left, area.bottom, area.width, QR_WIDTH + 8 * MM)
    draw_groups(canvas, _fee(face), Box(area.left, code.top + 6 * MM, area.width, 20 * MM))
    _draw_code(canvas, face, code)
    canvas.save()


def _head(face: ReceiptFace) -> Iterator[Group]:
    yield Group((Passage(face.office, 14, BOLD, lines=2),), Frame.RULE)
    yield Group((Passage(TITLE, 26, BOLD, whole=True),))


def _fee(face: ReceiptFace) -> Iterator[Group]:
    headline, sentence = fee_notice(face.delivery_fee, face.report_number, said=face.fee_said)
    yield Group(
        (Passage(headline, 13, BOLD), Passage(sentence, 10, lines=2, whole=True)), Frame.OUTLINE, at_foot=True
    )


def _rows(face: ReceiptFace) -> Sequence[tuple[str, str]]:
    return (
        ("Nomor paket", unbroken(face.alias)),
        ("Dokumen", face.document),
        ("Diserahkan", in_words(face.handed_at)),
        ("Diterima oleh", face.handed_to),
        *((("Cara", face.how),) if face.how else ()),
        ("Diantar", face.carrier),
        ("Tanda terima dibuat", in_words(face.issued_at)),
        ("Nomor tanda terima", unbroken(face.number)),
    )


def _draw_code(canvas: Canvas, face: ReceiptFace, frame: Box) -> None:
    """QR on the left, its quiet zone inside the frame; what it proves on the right."""
    canvas.setLineWidth(HAIRLINE)
    canvas.rect(frame.left, frame.bottom, frame.width, frame.height)
    symbol = receipt_symbol(face.text)
    quiet = QR_WIDTH * QUIET_ZONE / (symbol.size + 2 * QUIET_ZONE)
    square = Box(frame.left + 2 * MM, frame.bottom + 4 * MM, QR_WIDTH, QR_WIDTH)
    draw_symbol(canvas, symbol, box=square.inset(quiet))
    draw_groups(canvas, _beside(face), frame.inset(5 * MM).right_of(square.right + 2 * MM))


def _beside(face: ReceiptFace) -> Iterator[Group]:
    yield Group((Passage("Kode pemeriksaan", 13, BOLD),))
    yield Group((Passage(PROVES, 10, lines=12, whole=True),))
    yield Group((Passage(WITHOUT, 10, lines=3, whole=True),))
    yield Group((Passage(HOW, 10, lines=2), Passage(face.verify_address, 12, BOLD, lines=3, whole=True)))
    yield Group((Passage(f"Catatan nomor {face.place_in_log} dalam log terbuka", 9, lines=2),))
