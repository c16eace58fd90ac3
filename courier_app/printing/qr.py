"""QR symbols of label addresses: made by `qrcode`, level Q, alphanumeric, versions 3 to 5.

`qrcode` spends 80 % of its time on choosing a mask. Two masked forms of one text differ by the
same modules whatever the text is, so we let it draw once and choose the mask with whole-symbol
integers; the choice is the same (tested against its own penalty).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import qrcode
from qrcode.util import ALPHA_NUM, QRData

from courier_app.printing.qr_masks import penalty

QUIET_ZONE = 4  # modules, ISO/IEC 18004
CAPACITY = {3: 47, 4: 67, 5: 87}  # letters at level Q; beyond, a module of 30 mm falls under 0.8 mm
RECEIPT_VERSION = 13  # 352 letters at level Q (evidence.md 3.1)
Mask = Literal[0, 1, 2, 3, 4, 5, 6, 7]
MASKS: tuple[Mask, ...] = (0, 1, 2, 3, 4, 5, 6, 7)


@dataclass(frozen=True)
class QrSymbol:
    """A square of modules, quiet zone not counted; `bits` row by row, top left first, 1 is dark."""

    size: int
    bits: int

    def rows(self) -> Iterator[str]:
        cells = f"{self.bits:0{self.size**2}b}"
        return (cells[start : start + self.size] for start in range(0, len(cells), self.size))


def qr_symbol(address: str) -> QrSymbol:
    """The symbol of an upper-case address. ValueError when a letter or the length does not fit."""
    if not set(address.encode()) <= set(ALPHA_NUM):
        raise ValueError("A label address has upper-case letters, digits and :/.- only.")
    drawn = _drawn(address, mask=0, version=_version_for(len(address)))
    choices = (drawn.bits ^ change for change in _changes(drawn.size))
    return QrSymbol(drawn.size, min(choices, key=lambda bits: penalty(bits, drawn.size)))


def receipt_symbol(text: str) -> QrSymbol:
    """The symbol of a receipt: level Q, at most version 13. ValueError when it does not fit."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_Q, border=0)
    code.add_data(QRData(text.encode()))
    code.make(fit=True)
    if code.version > RECEIPT_VERSION:
        raise ValueError("The receipt is too long for a symbol of version 13.")
    return _symbol(code)


def rectangles(symbol: QrSymbol) -> str:
    """The dark modules as one PDF path, a rectangle per run; one module is one unit."""
    rows = enumerate(symbol.rows(), start=1)
    return " ".join(
        f"{run.start()} {symbol.size - row} {run.end() - run.start()} 1 re"
        for row, cells in rows
        for run in re.finditer("1+", cells)
    )


def _version_for(length: int) -> int:
    fitting = (version for version, most in CAPACITY.items() if length <= most)
    version = next(fitting, None)
    if version is None:
        raise ValueError("The label address is too long for a symbol of version 5.")
    return version


@lru_cache(maxsize=4)
def _changes(size: int) -> tuple[int, ...]:
    """What turns a symbol of mask 0 into the one of each mask, format information included."""
    version = (size - 17) // 4
    forms = [_drawn("MASK", mask=mask, version=version).bits for mask in MASKS]
    return tuple(forms[0] ^ form for form in forms)


def _drawn(text: str, *, mask: Mask, version: int) -> QrSymbol:
    """As `qrcode` draws it."""
    code = qrcode.QRCode(
        version=version, error_correction=qrcode.ERROR_CORRECT_Q, mask_pattern=mask, border=0
    )
    code.add_data(QRData(text.encode()))
    code.make(fit=False)
    return _symbol(code)


def _symbol(code: "qrcode.QRCode[Any]") -> QrSymbol:
    cells = "".join("1" if dark else "0" for row in code.modules for dark in row)
    return QrSymbol(code.modules_count, int(cells, 2))
