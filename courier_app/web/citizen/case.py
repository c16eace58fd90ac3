"""The citizen's case as the citizen reads it: by when, what the office said, and how it ended."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from courier_app.domain.disputes import MOST_CASES, MOST_CITIZEN_NOTES, VERDICT_WORDS, Said, Verdict
from courier_app.models import Dispute
from courier_app.queries.contests import Contest
from courier_app.queries.disputes import cases_of, lines_of
from courier_app.services.disputes import open_text
from courier_app.services.ports import Ports
from courier_app.web.words import say


@dataclass(frozen=True)
class News:
    """A line that the citizen reads: what the office told, or what the citizen wrote."""

    mine: bool
    at: datetime
    text: str | None


@dataclass(frozen=True)
class CaseSeen:
    """The case that stands against the delivery, or the last one of the package. `again`: whether one more may be
    opened."""

    opened_at: datetime
    due_at: datetime
    answered: bool
    courier_asked: bool
    courier_said: bool
    news: tuple[News, ...]
    verdict: Verdict | None
    reason: str | None
    decided_at: datetime | None
    again: bool

    @property
    def open(self) -> bool:
        return self.decided_at is None

    @property
    def found(self) -> str:
        return say(VERDICT_WORDS[self.verdict]) if self.verdict else ""

    @property
    def may_write(self) -> bool:
        return self.open and sum(one.mine for one in self.news) < MOST_CITIZEN_NOTES


def case_seen(
    session: Session, ports: Ports, package_id: UUID, *, contest: Contest | None
) -> CaseSeen | None:
    cases = cases_of(session, package_id)
    if not cases:
        return None
    bearing = (case for case in cases if contest and case.id == contest.dispute_id)
    return _seen(session, ports, next(bearing, cases[0]), again=len(cases) < MOST_CASES)


def _seen(session: Session, ports: Ports, case: Dispute, *, again: bool) -> CaseSeen:
    lines = lines_of(session, case.id)
    told = [line for line in lines if line.said in (Said.TOLD, Said.CITIZEN)]
    words = {x.id: open_text(session, ports, case.package_id, x.id, x.text_sealed) for x in told}
    said = {line.said for line in lines}
    return CaseSeen(
        opened_at=case.opened_at,
        due_at=case.due_at,
        answered=case.answered_at is not None,
        courier_asked=Said.ASKED in said,
        courier_said=bool(said & {Said.ACCOUNT, Said.CALL}),
        news=tuple(News(x.said is Said.CITIZEN, x.made_at, words[x.id]) for x in told),
        verdict=case.verdict,
        reason=open_text(session, ports, case.package_id, case.id, case.reason_sealed),
        decided_at=case.decided_at,
        again=again,
    )
