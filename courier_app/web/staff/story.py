"""A package's story on one line of time: its steps, what the citizen said, and what auditors decided."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from flask_babel import gettext
from sqlalchemy.orm import Session

from courier_app.domain.call_backs import CALL_WORDS
from courier_app.domain.confirmations import ASKED
from courier_app.domain.counter import LONGER_WORDS
from courier_app.domain.disputes import VERDICT_WORDS, Said
from courier_app.domain.packages import Status
from courier_app.domain.retries import AGAIN_WORDS, FROM_COUNTER_WORDS
from courier_app.domain.reviews import Decision, Standing
from courier_app.models import Dispute
from courier_app.queries.call_backs import calls_about
from courier_app.queries.citizen import statements_of
from courier_app.queries.contests import contest_of
from courier_app.queries.counter import stays_of
from courier_app.queries.disputes import cases_of, lines_of
from courier_app.queries.old_cards import card_steps_of
from courier_app.queries.package_story import Step, agains_of, history, takeovers_of
from courier_app.queries.reviews import verdicts_of
from courier_app.queries.voids import voids_of
from courier_app.services.send_again import whys_of
from courier_app.web.moments import written
from courier_app.web.staff.door_story import counter_lines, door_lines, reason_lines
from courier_app.web.words import say

TOLD_AT_DOOR = (Status.DELIVERED, Status.ATTEMPT_FAILED)
STANDING_AFTER = {Decision.ACCEPTED: Standing.UPHELD, Decision.REJECTED: Standing.REJECTED}

Kind = Literal["step", "offered", "said", "verdict", "case", "card", "stay", "call", "taken"]


@dataclass(frozen=True)
class Entry:
    """`word` is a status, an answer, a standing, a step of a case or of an old card, after its kind; `heard` when we
    heard of it, where that differs; `door`: what a delivery says of the handover, names masked; `found`: how a case
    ended, why an attempt failed, or what was said on the telephone; `against`: the mark of a delivery that is contested
    or was found wrong; `about`: whom a step of a case is about; `why`: a package goes out though its attempts were used
    up, or left the counter."""

    kind: Kind
    word: str
    at: datetime
    recorded: datetime
    who: str | None = None
    proof_id: UUID | None = None
    door: tuple[str, ...] = ()
    found: str = ""
    against: str = ""
    about: str | None = None
    why: str = ""

    @property
    def heard(self) -> datetime | None:
        return self.recorded if self.recorded != self.at else None


def story_of(session: Session, package_id: UUID, *, names: bool) -> list[Entry]:
    """Newest first, by when we heard of it. Without names for who may not see them."""
    entries = _entries(session, package_id, names=names)
    told = entries if names else (_nameless(entry) for entry in entries)
    return sorted(told, key=lambda entry: entry.recorded, reverse=True)


def _entries(session: Session, package_id: UUID, *, names: bool) -> Iterator[Entry]:
    doors = door_lines(session, package_id) if names else {}
    counter = counter_lines(session, package_id) if names else ()
    against = _against(session, package_id)
    voided = {one.proof_id for one in voids_of(session, package_id)}
    whys, reasons = _whys(session, package_id), reason_lines(session, package_id)
    for step in history(session, package_id):
        at = step.occurred_at, step.recorded_at
        door = _door(step, doors, counter)
        mark = against if step.status in ASKED else ""
        mark = "voided" if step.proof_id in voided and step.status is Status.DELIVERED else mark
        why = whys.get((step.status, step.recorded_at), "")
        found = reasons.get(step.proof_id, "") if step.proof_id else ""
        kind: Kind = "offered" if step.offered else "step"
        yield Entry(kind, step.status, *at, step.who, step.proof_id, door, found, mark, why=why)
    yield from _taken_over(session, package_id)
    for one in verdicts_of(session, package_id):
        word = STANDING_AFTER[one.decision]
        yield Entry("verdict", word, one.made_at, one.made_at, one.who, one.proof_id)
    for void in voids_of(session, package_id):
        both = f"{void.first}, {void.second}"
        yield Entry("verdict", Standing.VOIDED, void.made_at, void.made_at, both, void.proof_id)
    for said in statements_of(session, package_id):
        yield Entry("said", said.answer, said.at, said.at)
    for card in card_steps_of(session, package_id):
        who = f"{card.who}, {card.second}" if card.second else card.who
        yield Entry("card", card.state, card.happened_at, card.recorded_at, who, card.proof_id)
    yield from _kept_longer(session, package_id)
    for call in calls_about(session, package_id):
        said_so = say(CALL_WORDS[call.answer])
        yield Entry("call", call.answer, call.at, call.at, call.who, call.proof_id, found=said_so)
    for case in cases_of(session, package_id):
        yield from _of_case(session, case)


def _whys(session: Session, package_id: UUID) -> dict[tuple[Status, datetime], str]:
    """By the step that says why it was taken."""
    handed = {
        (Status.ASSIGNED, at): say(AGAIN_WORDS[why]) for at, why in agains_of(session, package_id).items()
    }
    left = {
        (Status.READY, at): say(FROM_COUNTER_WORDS[why]) for at, why in whys_of(session, package_id).items()
    }
    return handed | left


def _door(step: Step, doors: Mapping[UUID, tuple[str, ...]], counter: tuple[str, ...]) -> tuple[str, ...]:
    """How it went: at the door by its proof, or at the counter, where a delivery has none."""
    if step.proof_id:
        return doors.get(step.proof_id, ()) if step.status in TOLD_AT_DOOR else ()
    return counter if step.status is Status.DELIVERED else ()


def _taken_over(session: Session, package_id: UUID) -> Iterator[Entry]:
    for at, driver in takeovers_of(session, package_id):
        yield Entry("taken", Status.ASSIGNED, at, at, driver)


def _kept_longer(session: Session, package_id: UUID) -> Iterator[Entry]:
    """That it was put at the counter is a step already."""
    for stay in stays_of(session, package_id):
        if stay.longer:
            until = gettext("sampai %(day)s", day=written(stay.until, "d MMM y"))
            found = f"{say(LONGER_WORDS[stay.longer])}, {until}"
            yield Entry("stay", stay.longer, stay.made_at, stay.made_at, stay.who, found=found)


def _of_case(session: Session, case: Dispute) -> Iterator[Entry]:
    """Notes of the office stay in the case; the opening and the withdrawal are the citizen's own words above."""
    for line in lines_of(session, case.id):
        if line.said is not Said.NOTE:
            yield Entry("case", line.said, line.made_at, line.made_at, line.who, about=line.about)
    if case.decided_at and case.decided_by:
        found = say(VERDICT_WORDS[case.verdict]) if case.verdict else ""
        yield Entry("case", "decided", case.decided_at, case.decided_at, found=found)


def _against(session: Session, package_id: UUID) -> str:
    contest = contest_of(session, package_id)
    if contest is None:
        return ""
    return "overturned" if contest.overturned else "disputed"


@dataclass(frozen=True)
class CaseNote:
    """The case that stands against the package's delivery, or its last one, in short, for pages that are not its own.
    `overturned`: it found that nothing was received."""

    id: UUID
    due_at: datetime
    overdue: bool
    answered: bool
    decided_at: datetime | None
    found: str
    overturned: bool


def case_note(session: Session, package_id: UUID, *, now: datetime) -> CaseNote | None:
    cases = cases_of(session, package_id)
    if not cases:
        return None
    contest = contest_of(session, package_id)
    bearing = (case for case in cases if contest and case.id == contest.dispute_id)
    one, overturned = next(bearing, cases[0]), contest is not None and contest.overturned
    late = one.decided_at is None and now > one.due_at
    found = say(VERDICT_WORDS[one.verdict]) if one.verdict else ""
    return CaseNote(one.id, one.due_at, late, one.answered_at is not None, one.decided_at, found, overturned)


def _nameless(entry: Entry) -> Entry:
    return replace(entry, who=None, about=None, door=())
