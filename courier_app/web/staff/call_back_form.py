"""What a proof's page says of telephone calls to its recipient, and the form for the next one."""

from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext
from sqlalchemy.orm import Session

from courier_app.domain.call_backs import (
    CALL_WORDS,
    MOST_CALLS,
    CallAnswer,
    last_reached,
    standing_answers,
    taken_back,
)
from courier_app.domain.proofs import Flag
from courier_app.queries.call_backs import calls_of
from courier_app.queries.proofs import Case, read_flags
from courier_app.services.call_backs import open_call_note
from courier_app.web.ports import ports
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

    at: datetime
    who: str
    answer: CallAnswer
    said: str
    note: str | None
    sealed: bool
    counts: bool


def call_facts(session: Session, case: Case, typed: CallTyped | None) -> dict[str, object]:
    """For templates/staff/parts/call_back.html. The look at the page is on record by then."""
    rows = calls_of(session, case.package.id, case.proof.id)
    said = [row.answer for row in rows]
    gone = taken_back(said)
    calls = [
        CallShown(
            *(row.at, row.who, row.answer, say(CALL_WORDS[row.answer])),
            open_call_note(session, ports(), case.package.id, row),
            row.words_sealed is not None,
            counts=place not in gone,
        )
        for place, row in enumerate(rows)
    ]
    return {
        "calls": calls,
        "denied": last_reached(said) is CallAnswer.NOT_RECEIVED,
        "calls_asked": Flag.CALL_BACK in read_flags(case.proof.flags),
        "may_call": len(rows) < MOST_CALLS,
        "call_answers": _offered(bool(standing_answers(said))),
        "call_typed": typed or CallTyped(),
        "call_wrong": typed.wrong if typed else {},
    }


def _offered(something_stands: bool) -> list[tuple[str, str]]:
    """There is nothing to take back before the first call."""
    fit = (one for one in CALL_WORDS if one is not CallAnswer.MISTAKEN or something_stands)
    return [(answer.value, say(CALL_WORDS[answer])) for answer in fit]
