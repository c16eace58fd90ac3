"""A package's story on one line of time: its steps, what the citizen said, and what auditors decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

from courier_app.domain.reviews import Decision, Standing
from courier_app.queries.citizen import statements_of
from courier_app.queries.package_story import history
from courier_app.queries.reviews import verdicts_of

STANDING_AFTER = {Decision.ACCEPTED: Standing.UPHELD, Decision.REJECTED: Standing.REJECTED}


@dataclass(frozen=True)
class Entry:
    """`word` is a status, an answer or a standing, after its kind; `heard` when we heard of it, where that differs."""

    kind: Literal["step", "said", "verdict"]
    word: str
    at: datetime
    recorded: datetime
    who: str | None = None
    proof_id: UUID | None = None

    @property
    def heard(self) -> datetime | None:
        return self.recorded if self.recorded != self.at else None


def story_of(session: Session, package_id: UUID, *, names: bool) -> list[Entry]:
    """Newest first, by when we heard of it. Without names for who may not see them."""
    entries = _entries(session, package_id)
    told = entries if names else (_nameless(entry) for entry in entries)
    return sorted(told, key=lambda entry: entry.recorded, reverse=True)


def _entries(session: Session, package_id: UUID) -> Iterator[Entry]:
    for step in history(session, package_id):
        yield Entry("step", step.status, step.occurred_at, step.recorded_at, step.who, step.proof_id)
    for one in verdicts_of(session, package_id):
        word = STANDING_AFTER[one.decision]
        yield Entry("verdict", word, one.made_at, one.made_at, one.who, one.proof_id)
    for said in statements_of(session, package_id):
        yield Entry("said", said.answer, said.at, said.at)


def _nameless(entry: Entry) -> Entry:
    return Entry(entry.kind, entry.word, entry.at, entry.recorded, None, entry.proof_id)
