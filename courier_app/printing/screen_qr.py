"""QR symbols for a screen: any text, one SVG path, quiet zone inside the drawing."""

import re
from dataclasses import dataclass

import qrcode

QUIET_ZONE = 4  # modules, ISO/IEC 18004


@dataclass(frozen=True)
class ScreenQr:
    """`size` is the edge of the viewBox in modules; `path` the dark ones, one rectangle per run."""

    size: int
    path: str


def screen_qr(text: str) -> ScreenQr:
    """Level M: a screen is not scratched, and a smaller symbol has larger modules."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=QUIET_ZONE)
    code.add_data(text)
    rows = ["".join("1" if dark else "0" for dark in row) for row in code.get_matrix()]
    return ScreenQr(len(rows), "".join(_runs(rows)))


def _runs(rows: list[str]) -> list[str]:
    return [
        f"M{run.start()} {y}h{len(run[0])}v1h-{len(run[0])}z"
        for y, row in enumerate(rows)
        for run in re.finditer("1+", row)
    ]
