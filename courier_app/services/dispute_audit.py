"""Cases as their rows say them, against what the ledger remembers of each step."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.disputes import deadline
from courier_app.models import Dispute, DisputeEntry
from courier_app.services.record_members import STREAMED, differs, hash_of

Records = Mapping[str, dict[str, Any]]


def disputes_that_differ(session: Session, records: Records) -> Iterator[str]:
    """Words for each row that says another thing than its record, has none, or is gone. `records` by dispute_key()."""
    left = set(records)
    for case in session.scalars(select(Dispute), execution_options=STREAMED):
        for key, stated in _of_case(case):
            left.discard(key)
            if differs(records.get(key), stated):
                yield f"case {case.id}, {key.partition(' ')[0]}"
        if case.due_at != deadline(case.opened_at, case.answered_at):
            yield f"case {case.id}, deadline"
        if case.decided_at is None and f"verdict {case.id}" in left:
            left.discard(f"verdict {case.id}")
            yield f"case {case.id}, verdict"
    for line in session.scalars(select(DisputeEntry), execution_options=STREAMED):
        key = f"entry {line.id}"
        left.discard(key)
        if differs(records.get(key), _of_line(line)):
            yield f"{line.said.value} in case {line.dispute_id}"
    yield from (f"{key} of a case, which is gone" for key in sorted(left))


def dispute_key(facts: Mapping[str, Any]) -> str:
    """What a record speaks of: a line, or a case's beginning or end."""
    entry = facts.get("entry")
    return f"entry {entry}" if entry else f"{facts.get('step')} {facts.get('dispute')}"


def _of_case(case: Dispute) -> Iterator[tuple[str, dict[str, object]]]:
    due = deadline(case.opened_at, None).isoformat()
    yield f"opened {case.id}", {"package": str(case.package_id), "due": due, "at": case.opened_at.isoformat()}
    if case.decided_at is not None:
        verdict = case.verdict.value if case.verdict else None
        by = str(case.decided_by) if case.decided_by else None
        yield (
            f"verdict {case.id}",
            {"verdict": verdict, "user": by, "reason_hash": hash_of(case.reason_sealed)},
        )


def _of_line(line: DisputeEntry) -> dict[str, object]:
    return {
        "step": line.said.value,
        "dispute": str(line.dispute_id),
        "account": line.account.value if line.account else None,
        "text_hash": hash_of(line.text_sealed),
        "user": str(line.user_id) if line.user_id else None,
        "courier": str(line.courier_id) if line.courier_id else None,
    }
