"""Tables as CSV for spreadsheets: no cell is ever run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

# A spreadsheet runs a cell that begins so, also behind blanks (OWASP, CSV injection).
WIDE = ("\uff1d", "\uff0b", "\uff0d", "\uff20")  # the same four as East Asian keyboards write them
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", *WIDE)


def csv_answer(heads: Sequence[str], rows: Iterable[Sequence[str | int | None]], *, name: str) -> Response:
    """UTF-8 with a mark, which Excel needs; RFC 4180 otherwise. `name` without the ending."""
    paper = io.StringIO(newline="")
    writer = csv.writer(paper)
    writer.writerow([_cell(head) for head in heads])
    writer.writerows([_cell(value) for value in row] for row in rows)
    answer = Response(paper.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _cell(value: str | int | None) -> str | int:
    """Numbers are ours and stay numbers; what somebody typed stays text."""
    if value is None or isinstance(value, int):
        return "" if value is None else value
    return f"'{value}" if value.lstrip(" ").startswith(RUNS) else value
