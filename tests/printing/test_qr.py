"""QR symbols: the smallest version that fits, the mask that `qrcode` itself would choose."""

import random

import pytest
import qrcode
from qrcode.util import QRData, lost_point

from courier_app.domain.labels import label_url
from courier_app.printing.qr import CAPACITY, QrSymbol, qr_symbol, rectangles
from courier_app.printing.qr_masks import penalty
from tests.printing.paper import HOSTS, a_face

Modules = list[list[bool | None]]
LABEL = "7K2M9QX4T1B8ZC3DA"


def drawn_by_qrcode(text: str, mask: int | None) -> Modules:
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_Q, version=3, mask_pattern=mask)
    code.add_data(QRData(text.encode()))
    code.make(fit=True)
    return list(code.modules)


def as_symbol(modules: Modules) -> QrSymbol:
    cells = "".join("1" if dark else "0" for row in modules for dark in row)
    return QrSymbol(len(modules), int(cells, 2))


@pytest.mark.parametrize("size", [29, 33, 37])
@pytest.mark.parametrize("darkness", [0.1, 0.5, 0.9])
def test_our_penalty_is_the_one_of_qrcode(size: int, darkness: float) -> None:
    dice = random.Random(size)
    for _ in range(20):
        modules: Modules = [[dice.random() < darkness for _ in range(size)] for _ in range(size)]
        assert penalty(as_symbol(modules).bits, size) == lost_point(modules)


@pytest.mark.parametrize("host", HOSTS)
def test_a_symbol_is_what_qrcode_draws_with_its_best_mask(host: str) -> None:
    for seed in range(5):
        url = a_face(seed, host=host).url
        drawn = [drawn_by_qrcode(url, mask) for mask in range(8)]
        assert qr_symbol(url) == as_symbol(min(drawn, key=lost_point))


@pytest.mark.parametrize(("host", "version"), [(19, 3), (20, 4), (39, 4), (40, 5), (59, 5)])
def test_the_version_follows_the_length_of_the_host(host: int, version: int) -> None:
    assert qr_symbol(label_url("a" * host, LABEL)).size == 17 + 4 * version


def test_the_capacities_are_those_of_qrcode() -> None:
    for version, letters in CAPACITY.items():
        assert len(drawn_by_qrcode("A" * letters, 0)) == 17 + 4 * version
        assert len(drawn_by_qrcode("A" * (letters + 1), 0)) == 21 + 4 * version


def test_a_host_of_sixty_letters_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        qr_symbol(label_url("a" * 60, LABEL))


@pytest.mark.parametrize("text", ["https://surat.tmg.go.id/P/7K", "HTTPS://SURAT.TMG.GO.ID/P/É", "A_B"])
def test_text_beyond_the_alphanumeric_mode_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="upper-case"):
        qr_symbol(text)


def test_the_rectangles_cover_exactly_the_dark_modules() -> None:
    symbol = qr_symbol(a_face().url)
    covered = set()
    numbers = rectangles(symbol).replace("re", "").split()
    for place in range(0, len(numbers), 4):
        x, y, width, height = map(int, numbers[place : place + 4])
        assert height == 1
        covered |= {(symbol.size - 1 - y, column) for column in range(x, x + width)}
    dark = {(r, c) for r, row in enumerate(symbol.rows()) for c, cell in enumerate(row) if cell == "1"}
    assert covered == dark
