"""What a proof's page says of telephone calls to its recipient, and the form for the next one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from flask_babel import gettext
from sqlalchemy.orm import Session

from courier_app.domain.call_backs import CALL_WORDS, MOST_CALLS, CallAnswer, last_reached, to_call_since
from courier_app.domain.proofs import Flag
from courier_app.domain.reviews import Standing
from courier_app.queries.call_backs import calls_of, to_call_among
from courier_app.queries.proofs import Case, read_flags
from courier_app.services.call_backs import open_call_note
from courier_app.web.ports import clock, ports
from courier_app.web.staff.proof_words import CALL_AGAIN, CALL_DENIED, FLAGS, ON_WORD_ALONE, Sentence
from courier_app.web.typed_notes import problem_of
from courier_app.web.words import say


@dataclass(frozen=True)
class CallTyped:
    """As it was sent."""

    answer: str = ""
    note: str = field(default="", repr=False)

    @property
    def wrong(self) -> dict[str, str]:
        """A sentence by field; nothing when it can be taken."""
        problems = {"catatan": problem_of(self.note)}
        if self.answer not in set(CallAnswer):
            problems["jawaban"] = str(gettext("Pilih jawabannya."))
        return {name: problem for name, problem in problems.items() if problem}


@dataclass(frozen=True)
class CallShown:
    """A call in words."""

    id: UUID
    at: datetime
    who: str
    answer: CallAnswer
    said: str
    note: str | None
    sealed: bool
    struck_at: datetime | None
    struck_by: str | None

    @property
    def counts(self) -> bool:
        return self.struck_at is None


def call_facts(session: Session, case: Case, typed: CallTyped | None) -> dict[str, object]:
    """For templates/staff/parts/call_back.html. The look at the page is on record by then. Before a verdict a call may
    help to find it, though none is asked for."""
    rows = calls_of(session, case.package.id, case.proof.id)
    calls = [
        CallShown(
            *(row.id, row.at, row.who, row.answer, say(CALL_WORDS[row.answer])),
            open_call_note(session, ports(), case.package.id, row),
            row.words_sealed is not None,
            *(row.struck_at, row.struck_by),
        )
        for row in rows
    ]
    asked = bool(to_call_among(session, [case.proof.id], since=to_call_since(clock())))
    undecided = case.standing is Standing.WAITING and Flag.CALL_BACK in read_flags(case.proof.flags)
    return {
        "calls": calls,
        "called": any(row.counts for row in rows),
        "denied": last_reached(row.answer for row in rows if row.counts) is CallAnswer.NOT_RECEIVED,
        "calls_asked": asked,
        "calls_offered": asked or undecided or bool(calls),
        "may_call": len(rows) < MOST_CALLS and not case.standing.counts_for_nothing,
        "call_answers": [(answer.value, say(words)) for answer, words in CALL_WORDS.items()],
        "call_typed": typed or CallTyped(),
        "call_wrong": typed.wrong if typed else {},
    }


def call_said(facts: Mapping[str, object]) -> tuple[Sentence, Sentence]:
    """Of call_facts(): what the flag says now, and what is to be done."""
    if not facts["calls_asked"]:
        return ON_WORD_ALONE
    if facts["denied"]:
        return CALL_DENIED
    return CALL_AGAIN if facts["called"] else FLAGS[Flag.CALL_BACK]
