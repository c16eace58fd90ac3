"""A package's story on one line of time: its steps, what the citizen said, and what auditors decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

from courier_app.domain.disputes import VERDICT_WORDS, Said
from courier_app.domain.reviews import Decision, Standing
from courier_app.models import Dispute
from courier_app.queries.citizen import statements_of
from courier_app.queries.disputes import cases_of, lines_of
from courier_app.queries.package_story import history
from courier_app.queries.reviews import verdicts_of
from courier_app.web.words import say

STANDING_AFTER = {Decision.ACCEPTED: Standing.UPHELD, Decision.REJECTED: Standing.REJECTED}


@dataclass(frozen=True)
class Entry:
    """`word` is a status, an answer, a standing or a step of a case, after its kind; `heard` when we heard of it, where
    that differs."""

    kind: Literal["step", "said", "verdict", "case"]
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
    for case in cases_of(session, package_id):
        yield from _of_case(session, case)


def _of_case(session: Session, case: Dispute) -> Iterator[Entry]:
    """Notes of the office stay in the case; the opening and the withdrawal are the citizen's own words above."""
    for line in lines_of(session, case.id):
        if line.said is not Said.NOTE:
            yield Entry("case", line.said, line.made_at, line.made_at, line.who)
    if case.decided_at and case.decided_by:
        yield Entry("case", "decided", case.decided_at, case.decided_at)


@dataclass(frozen=True)
class CaseNote:
    """The package's last case, in short, for pages that are not its own."""

    id: UUID
    due_at: datetime
    overdue: bool
    answered: bool
    decided_at: datetime | None
    found: str


def case_note(session: Session, package_id: UUID, *, now: datetime) -> CaseNote | None:
    cases = cases_of(session, package_id)
    if not cases:
        return None
    one = cases[0]
    late = one.decided_at is None and now > one.due_at
    found = say(VERDICT_WORDS[one.verdict]) if one.verdict else ""
    return CaseNote(one.id, one.due_at, late, one.answered_at is not None, one.decided_at, found)


def _nameless(entry: Entry) -> Entry:
    return Entry(entry.kind, entry.word, entry.at, entry.recorded, None, entry.proof_id)
