"""Rows and records of the same acts, met in the middle: neither side is ever held whole."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import TypeVar

Row = TypeVar("Row")
Fact = TypeVar("Fact")


def side_by_side(
    rows: Iterable[tuple[str, Row]], records: Iterable[tuple[str, Fact]]
) -> Iterator[tuple[str, Row | None, Fact | None]]:
    """Each name once with what both say of it, and what has no partner at the end. One of each is taken by turns: what
    waits is what their orders differ by, and what is missing, so memory grows with the faults and not with the house.
    Of a name that comes twice the first one meets: a second could be anybody's afterthought, and stays alone."""
    lone_rows: dict[str, Row] = {}
    lone_records: dict[str, Fact] = {}
    for row, record in zip_longest(rows, records):
        if row and row[0] in lone_records:
            yield row[0], row[1], lone_records.pop(row[0])
        elif row:
            lone_rows[row[0]] = row[1]
        if record and record[0] in lone_rows:
            yield record[0], lone_rows.pop(record[0]), record[1]
        elif record:
            if record[0] in lone_records:
                yield record[0], None, record[1]
            lone_records.setdefault(*record)
    yield from ((name, row, None) for name, row in lone_rows.items())
    yield from ((name, None, record) for name, record in lone_records.items())
