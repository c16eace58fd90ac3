"""Paper for the officer's printer: drawn, put on record, then sent; in this order and never otherwise."""

from collections.abc import Callable
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from flask import Response, send_file

from courier_app.web.ports import clock
from courier_app.web.staff.calendar import day_of

KEPT_IN_MEMORY = 4_000_000  # bytes; a larger file waits on disk


def pdf_answer(draw: Callable[[BinaryIO], object], *, record: Callable[[], None], name: str) -> Response:
    """`draw` is slow and holds no lock; when `record` fails, nothing leaves and nothing is kept."""
    with ExitStack() as unless_sent:
        paper = unless_sent.enter_context(SpooledTemporaryFile(max_size=KEPT_IN_MEMORY))
        out = cast(BinaryIO, paper)
        draw(out)
        record()
        out.seek(0)
        filename = f"{name}-{day_of(clock()):%Y%m%d}.pdf"
        answer = send_file(out, "application/pdf", as_attachment=True, download_name=filename)
        answer.headers["Cache-Control"] = "no-store"  # send_file would let a browser keep it
        unless_sent.pop_all()
        return answer
