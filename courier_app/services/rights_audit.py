"""Citizens' requests as their rows say them, against what the ledger remembers of each step."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.models import RightsRequest
from courier_app.services.record_members import STREAMED, differs, hash_of

Records = Mapping[str, dict[str, Any]]


def request_key(facts: Mapping[str, Any]) -> str:
    """What a record speaks of: the asking or the answer of a request."""
    return f"{facts.get('step')} {facts.get('request')}"


def requests_that_differ(session: Session, records: Records) -> Iterator[str]:
    """Words for each row that says another thing than its record, has none, or is gone. `records` by request_key()."""
    left = set(records)
    for row in session.scalars(select(RightsRequest), execution_options=STREAMED):
        for key, stated in _stated(row):
            left.discard(key)
            if differs(records.get(key), stated):
                yield f"request {row.id}, {key.partition(' ')[0]}"
    yield from (f"{key}, a request that is gone or says that it is not answered" for key in sorted(left))


def _stated(row: RightsRequest) -> Iterator[tuple[str, dict[str, object]]]:
    yield (
        f"asked {row.id}",
        {
            "package": str(row.package_id),
            "right": row.right.value,
            "due": row.due_at.isoformat(),
            "text_hash": hash_of(row.words_sealed),
        },
    )
    if row.answered_at:
        answer: dict[str, object] = {"answer": row.answer.value if row.answer else None}
        answer |= {"user": str(row.answered_by)}
        yield f"answered {row.id}", answer | {"reason_hash": hash_of(row.reason_sealed)}
