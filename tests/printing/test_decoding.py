"""All of 1,000 printed labels are read by decoders that we did not write.

The PDF is rasterised at 150 dpi, half of what an office printer does. zxing-cpp reads whole
pages. OpenCV reads each label's own cell: its detector for one symbol would stop at the first.
`QRCodeDetectorAruco` gets one look.
Of every tenth label `QRCodeDetector` is asked as well, the slowest and weakest of them: it misses about
one in a hundred clean symbols that stand quite straight, those that `qrcode` draws itself as well; it
may look up to five times, turned by a few degrees as in a hand.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import cv2
import numpy as np
import pytest
import zxingcpp

from courier_app.printing.qr import QrSymbol, qr_symbol
from courier_app.printing.sheets import SHEETS
from tests.printing.paper import a_face, cut_out, labels_pdf, many_faces, pages_of, picture_of

DPI = 150
QR_ONLY = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
TURNS = (0, -4, 4, -6, 6)  # degrees
COUNTS = {
    "a4-2x4": 200,
    "a4-2x5": 200,
    "a4-2x6": 240,
    "a4-potong": 160,
    "a4-2x2": 60,
    "a4-satuan": 30,
    "termal-100x150": 50,
    "termal-62": 60,
}


@cache
def printed(code: str) -> tuple[list[str], list[Any]]:
    """The addresses on the labels of a format, and the pages as pictures."""
    faces = many_faces(COUNTS[code], seed=10_000 * sorted(COUNTS).index(code))
    pdf = labels_pdf(faces, SHEETS[code])
    return [face.url for face in faces], [picture_of(page, dpi=DPI) for page in pages_of(pdf)]


def cells(code: str) -> list[Any]:
    urls, pages = printed(code)
    sheet = SHEETS[code]
    places = (divmod(number, sheet.per_sheet) for number in range(len(urls)))
    return [np.ascontiguousarray(cut_out(pages[page], sheet.cell(place), dpi=DPI)) for page, place in places]


def zxing(picture: Any) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture, formats=QR_ONLY)]


def aruco(picture: Any) -> str:
    return str(cv2.QRCodeDetectorAruco().detectAndDecode(picture)[0])


def plain(picture: Any) -> str:
    detector = cv2.QRCodeDetector()
    looks = (detector.detectAndDecode(turned(picture, degrees))[0] for degrees in TURNS)
    return next(filter(None, looks), "")


def turned(picture: Any, degrees: float) -> Any:
    """About its middle, and smaller, so that no corner is lost."""
    if not degrees:
        return picture
    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 0.85)
    return cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_AREA, borderValue=255)


def test_a_thousand_labels_on_every_format_are_judged() -> None:
    assert sum(COUNTS.values()) == 1000
    assert set(COUNTS) == set(SHEETS)


@pytest.mark.parametrize("code", SHEETS)
def test_zxing_reads_every_label_off_the_whole_page(code: str) -> None:
    urls, pages = printed(code)
    assert sorted(text for page in pages for text in zxing(page)) == sorted(urls)


@pytest.mark.parametrize("code", SHEETS)
@pytest.mark.parametrize(("read", "each"), [(aruco, 1), (plain, 10)], ids=["aruco", "plain"])
def test_opencv_reads_every_label_in_its_cell(code: str, read: Callable[[Any], str], each: int) -> None:
    urls, _ = printed(code)
    assert [read(cell) for cell in cells(code)[::each]] == urls[::each]


def a_picture_of(symbol: QrSymbol) -> Any:
    rows = [[0 if cell == "1" else 255 for cell in row] for row in symbol.rows()]
    modules = np.pad(np.array(rows, dtype=np.uint8), 4, constant_values=255)
    return np.kron(modules, np.ones((8, 8), dtype=np.uint8))


def test_a_symbol_with_a_third_of_its_modules_turned_is_read_by_nobody() -> None:
    url = a_face().url
    symbol = qr_symbol(url)
    assert zxing(a_picture_of(symbol)) == [url]
    assert aruco(a_picture_of(symbol)) == plain(a_picture_of(symbol)) == url

    every_third = sum(1 << place for place in range(0, symbol.size**2, 3))
    spoilt = a_picture_of(QrSymbol(symbol.size, symbol.bits ^ every_third))
    assert zxing(spoilt) == []
    assert aruco(spoilt) == plain(spoilt) == ""


def test_a_symbol_without_its_quiet_zone_is_lost_to_opencv() -> None:
    picture = a_picture_of(qr_symbol(a_face().url))
    edge = 4 * 8
    picture[:edge], picture[-edge:], picture[:, :edge], picture[:, -edge:] = 0, 0, 0, 0
    assert aruco(picture) == plain(picture) == ""
