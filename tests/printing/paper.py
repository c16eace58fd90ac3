"""Printed paper to look at: faces of made-up people, and PDF pages as pdfium sees them."""

import io
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from courier_app.domain.labels import grouped, label_url, new_label_id
from courier_app.printing.boxes import Box
from courier_app.printing.labels import LabelFace, RecipientFace, print_labels
from courier_app.printing.sheets import SheetFormat

HOSTS = ("surat.tmg.go.id", "surat.jatengprov.go.id", "surat.disdukcapil.temanggungkab.go.id")
SITI = RecipientFace(
    "Siti Nurhaliza binti Ahmad",
    "Jl. Pahlawan No. 12 RT 03 RW 05\nKel. Jampirejo, Kec. Temanggung\nKab. Temanggung 56216",
)
LONGEST = RecipientFace(
    "Raden Mas Haryo Kusumonegoro Wirjodipoero Sosroningrat Hadiwinoto Putra Pertama X",
    "Perumahan Griya Asri Permai Sejahtera Blok C-17 Nomor 245\n"
    "Jalan Raya Panglima Besar Jenderal Soedirman Gang Mawar Melati III\n"
    "Dusun Krajan RT 012 RW 005 Desa Sumberejo Tengah\n"
    "Kecamatan Karangpandan, Kabupaten Karanganyar\n"
    "Jawa Tengah 57791 (depan masjid, pagar hijau, sebelah warung Bu Tini)",
)
PEOPLE = (None, SITI, LONGEST)


def a_face(seed: int = 1, *, host: str = HOSTS[0], **changes: Any) -> LabelFace:
    label = new_label_id(random.Random(seed).randbytes)
    face = LabelFace(
        url=label_url(host, label),
        grouped_id=grouped(label),
        alias="SX473124829ID",
        office="Dinas Kependudukan dan Pencatatan Sipil Kabupaten Temanggung",
        domain=host,
        report_number="0293 491 004",
    )
    return replace(face, **changes)


def many_faces(count: int, *, seed: int = 0) -> list[LabelFace]:
    """Every mix of host length, recipient and fee."""
    return [
        a_face(
            seed + number,
            host=HOSTS[number % 3],
            recipient=PEOPLE[number // 3 % 3],
            delivery_fee=(0, 9000)[number // 9 % 2],
        )
        for number in range(count)
    ]


def written(write: Callable[[BinaryIO], object]) -> bytes:
    out = io.BytesIO()
    write(out)
    return out.getvalue()


def labels_pdf(faces: Iterable[LabelFace], sheet: SheetFormat, *, start_at: int = 0) -> bytes:
    return written(lambda out: print_labels(faces, out, sheet=sheet, start_at=start_at))


@dataclass(frozen=True)
class Mark:
    """One object on a page: its kind, its bounds in points, how many segments its path has."""

    kind: int
    box: Box
    segments: int

    @property
    def is_text(self) -> bool:
        return self.kind == int(pdfium_c.FPDF_PAGEOBJ_TEXT)

    @property
    def is_symbol(self) -> bool:
        return self.segments > 300  # no frame has more than five


def pages_of(pdf: bytes) -> list[Any]:
    return list(pdfium.PdfDocument(pdf))


def text_of(pdf: bytes) -> str:
    return " ".join(page.get_textpage().get_text_range() for page in pages_of(pdf))


def one_line(text: str) -> str:
    """Without the ends of lines, as a person reads it on."""
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def marks_of(page: Any) -> list[Mark]:
    return [_mark(thing) for thing in page.get_objects()]


def picture_of(page: Any, *, dpi: float) -> Any:
    """Grey, as an array of rows."""
    return page.render(scale=dpi / 72, grayscale=True).to_numpy().copy()


def _mark(thing: Any) -> Mark:
    left, bottom, right, top = thing.get_bounds()
    is_path = thing.type == pdfium_c.FPDF_PAGEOBJ_PATH
    segments = pdfium_c.FPDFPath_CountSegments(thing.raw) if is_path else 0
    return Mark(thing.type, Box(left, bottom, right - left, top - bottom), segments)


def symbols_of(page: Any) -> list[Box]:
    """Bounds of the symbols: their finders reach three corners, so these are whole squares."""
    return [mark.box for mark in marks_of(page) if mark.is_symbol]


def cut_out(picture: Any, box: Box, *, dpi: float) -> Any:
    """The part of a page's picture that shows the box."""
    scale, height = dpi / 72, picture.shape[0]
    rows = slice(max(0, round(height - box.top * scale)), round(height - box.bottom * scale))
    return picture[rows, max(0, round(box.left * scale)) : round(box.right * scale)]
