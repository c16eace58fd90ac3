"""Printed labels as stickers: cut out of the PDF that the product made."""

from dataclasses import dataclass
from typing import Any

import zxingcpp

from courier_app.domain.labels import parse_label_url
from courier_app.printing.sheets import SheetFormat
from tests.printing.paper import cut_out, pages_of, picture_of

DPI = 300
QR_ONLY = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


@dataclass(frozen=True)
class Sticker:
    """A printed label: grey dots, size in millimetres, and the address that zxing-cpp reads off it."""

    picture: Any
    size_mm: tuple[float, float]
    url: str

    @property
    def label(self) -> str:
        return self.url.rsplit("/", 1)[1]


def texts_in(picture: Any) -> list[str]:
    """What a decoder that we did not write reads in a picture."""
    return [found.text for found in zxingcpp.read_barcodes(picture, formats=QR_ONLY)]


def stickers(pdf: bytes, sheet: SheetFormat) -> dict[str, Sticker]:
    """Every label of the PDF by its id; a free place on a sheet is no sticker."""
    pages = [picture_of(page, dpi=DPI) for page in pages_of(pdf)]
    places = [(page, sheet.cell(place)) for page in pages for place in range(sheet.per_sheet)]
    cut = [cut_out(page, box, dpi=DPI) for page, box in places]
    found = [Sticker(cell, sheet.label, *texts) for cell in cut if (texts := texts_in(cell))]
    return {sticker.label: sticker for sticker in found}


def labels_in(picture: Any, host: str) -> list[str]:
    """Ids of our own labels in a photograph."""
    return [parse_label_url(text, (host,)) for text in texts_in(picture)]
