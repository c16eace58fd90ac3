"""Printed labels as stickers: cut out of the PDF that the product made."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import zxingcpp

from courier_app.domain.labels import parse_label_url
from courier_app.printing.sheets import SheetFormat
from tests.printing.paper import cut_out, pages_of, picture_of

DPI = 300
ALIAS = re.compile(r"[A-Z]{2}[0-9]{9}ID")
QR_ONLY = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


@dataclass(frozen=True)
class Sticker:
    """A printed label: grey dots, size in millimetres, the address that zxing-cpp reads off it, its number in print."""

    picture: Any
    size_mm: tuple[float, float]
    url: str
    alias: str

    @property
    def label(self) -> str:
        return self.url.rsplit("/", 1)[1]


def texts_in(picture: Any) -> list[str]:
    """What a decoder that we did not write reads in a picture."""
    return [found.text for found in zxingcpp.read_barcodes(picture, formats=QR_ONLY)]


def stickers(pdf: bytes, sheet: SheetFormat) -> list[Sticker]:
    """Every label of the PDF; a free place on a sheet is no sticker."""
    return [sticker for page in pages_of(pdf) for sticker in _on_page(page, sheet)]


def _on_page(page: Any, sheet: SheetFormat) -> Iterator[Sticker]:
    picture, words = picture_of(page, dpi=DPI), page.get_textpage()
    for box in (sheet.cell(place) for place in range(sheet.per_sheet)):
        cell = cut_out(picture, box, dpi=DPI)
        alias = ALIAS.search(words.get_text_bounded(box.left, box.bottom, box.right, box.top))
        for text in texts_in(cell):
            yield Sticker(cell, sheet.label, text, alias[0] if alias else "")


def labels_in(picture: Any, host: str) -> list[str]:
    """Ids of our own labels in a photograph."""
    return [parse_label_url(text, (host,)) for text in texts_in(picture)]
