"""Counted cash and reports of demanded money as their rows say them, against what the ledger remembers."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.models import FeeCount, MoneyReport
from courier_app.services.record_members import STREAMED, differs, hash_of

Records = Mapping[str, dict[str, Any]]


def fees_that_differ(session: Session, records: Records) -> Iterator[str]:
    """Words for each count that says another thing than its record, has none, or is gone."""
    left = set(records)
    for row in session.scalars(select(FeeCount), execution_options=STREAMED):
        left.discard(str(row.id))
        if differs(records.get(str(row.id)), _of_count(row)):
            yield f"count of cash {row.id}"
    yield from (f"count of cash {count}, which is gone" for count in sorted(left))


def reports_that_differ(session: Session, records: Records) -> Iterator[str]:
    """The same for reports of demanded money, and for the office's answers. `records` by report_key()."""
    left = set(records)
    for row in session.scalars(select(MoneyReport), execution_options=STREAMED):
        for key, stated in _of_report(row):
            left.discard(key)
            if differs(records.get(key), stated):
                yield f"report of demanded money {row.id}, {key.partition(' ')[0]}"
    yield from (f"{key} of a report of demanded money, which is gone" for key in sorted(left))


def report_key(facts: Mapping[str, Any]) -> str:
    return f"{facts.get('step')} {facts.get('report')}"


def _of_count(row: FeeCount) -> dict[str, object]:
    return {
        "office": str(row.office_id),
        "courier": str(row.courier_id),
        "day": row.day.isoformat(),
        "due": row.due_rupiah,
        "declared": row.declared_rupiah,
        "counted": row.counted_rupiah,
        "user": str(row.counted_by),
        "note_hash": hash_of(row.note_sealed),
    }


def _of_report(row: MoneyReport) -> Iterator[tuple[str, dict[str, object]]]:
    """What was asked for is sealed with the words."""
    filed: dict[str, object] = {"package": str(row.package_id), "text_hash": hash_of(row.text_sealed)}
    yield f"filed {row.id}", filed
    if row.answered_at is not None:
        by = str(row.answered_by) if row.answered_by else None
        yield f"answered {row.id}", {"user": by, "text_hash": hash_of(row.answer_sealed)}
