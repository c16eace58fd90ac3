"""Cases: what an office has to look after, one case in full, what its citizen sees, and what a courier is asked."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from courier_app.domain.disputes import Account, Said, Verdict
from courier_app.models import Courier, Dispute, DisputeEntry, Office, Package, Partner, User
from courier_app.queries.scopes import Scope

SHOWN = 100


@dataclass(frozen=True)
class CaseRow:
    """One case in a list. Without names for who may not see them."""

    id: UUID
    package_id: UUID
    alias: str
    office_name: str
    opened_at: datetime
    due_at: datetime
    answered_at: datetime | None
    verdict: Verdict | None
    decided_at: datetime | None
    courier_name: str | None
    partner_name: str | None
    reason_sealed: bytes | None
    decided_by: str | None
    decided_leaf: int | None
    asked: bool
    heard: bool

    def overdue(self, now: datetime) -> bool:
        return self.decided_at is None and now > self.due_at


@dataclass(frozen=True)
class LineRow:
    """One line of a case; its words are still sealed."""

    id: UUID
    said: Said
    made_at: datetime
    who: str | None
    account: Account | None
    text_sealed: bytes | None
    leaf_index: int


@dataclass(frozen=True)
class Question:
    """What a courier is asked: a package by its number and his own time of handing over, no name and no address."""

    dispute_id: UUID
    alias: str
    handed_over_at: datetime | None
    asked_at: datetime


def open_cases(session: Session, scope: Scope) -> tuple[CaseRow, ...]:
    """The most urgent first; at most SHOWN."""
    mine = _cases(scope).where(Dispute.decided_at.is_(None))
    return _rows(session, scope, mine.order_by(Dispute.due_at, Dispute.id))


def decided_cases(session: Session, scope: Scope) -> tuple[CaseRow, ...]:
    """The last SHOWN, newest first."""
    mine = _cases(scope).where(Dispute.decided_at.is_not(None))
    return _rows(session, scope, mine.order_by(Dispute.decided_at.desc(), Dispute.id))


def case_row(session: Session, scope: Scope, dispute_id: UUID) -> CaseRow | None:
    found = _rows(session, scope, _cases(scope).where(Dispute.id == dispute_id))
    return found[0] if found else None


def cases_of(session: Session, package_id: UUID) -> tuple[Dispute, ...]:
    """Newest first."""
    query = select(Dispute).where(Dispute.package_id == package_id).order_by(Dispute.opened_at.desc())
    return tuple(session.scalars(query))


def lines_of(session: Session, dispute_id: UUID) -> tuple[LineRow, ...]:
    """Oldest first: a case is read from its beginning."""
    e, officer, courier = DisputeEntry, aliased(User), aliased(Courier)
    query = (
        select(
            *(e.id, e.said, e.made_at, func.coalesce(officer.name, courier.name), e.account, e.text_sealed),
            e.leaf_index,
        )
        .outerjoin(officer, officer.id == e.user_id)
        .outerjoin(courier, courier.id == e.courier_id)
        .where(e.dispute_id == dispute_id)
    )
    return tuple(LineRow(*row) for row in session.execute(query.order_by(e.made_at, e.leaf_index)))


def questions_for(session: Session, courier_id: UUID) -> tuple[Question, ...]:
    """Open cases in which this courier was asked and has not answered, oldest first."""
    e, answer = DisputeEntry, aliased(DisputeEntry)
    answered = exists().where(
        *(answer.dispute_id == Dispute.id, answer.said == Said.ACCOUNT, answer.made_at >= e.made_at)
    )
    query = (
        select(Dispute.id, Package.alias, Package.closed_at, e.made_at)
        .join(Dispute, Dispute.id == e.dispute_id)
        .join(Package, Package.id == Dispute.package_id)
        .where(e.courier_id == courier_id, e.said == Said.ASKED, Dispute.decided_at.is_(None), ~answered)
        .order_by(e.made_at)
        .limit(SHOWN)
    )
    return tuple(Question(*row) for row in session.execute(query))


def open_for_courier(session: Session, courier_id: UUID) -> int:
    """Open cases about packages that this courier carried last."""
    mine = (Package.courier_id == courier_id, Dispute.decided_at.is_(None))
    query = select(func.count()).select_from(Dispute).join(Package, Package.id == Dispute.package_id)
    return session.scalar(query.where(*mine)) or 0


def _cases(scope: Scope) -> Select:  # type: ignore[type-arg]
    officer = aliased(User)
    return (
        select(
            *(Dispute.id, Dispute.package_id, Package.alias, Office.name, Dispute.opened_at, Dispute.due_at),
            *(Dispute.answered_at, Dispute.verdict, Dispute.decided_at, Courier.name, Partner.name),
            *(Dispute.reason_sealed, officer.name, Dispute.decided_leaf),
            *(_has(Said.ASKED), _has(Said.ACCOUNT) | _has(Said.CALL)),
        )
        .join(Package, Package.id == Dispute.package_id)
        .join(Office, Office.id == Dispute.office_id)
        .outerjoin(Courier, Courier.id == Package.courier_id)
        .outerjoin(officer, officer.id == Dispute.decided_by)
        .outerjoin(Partner, Partner.code == Courier.partner_code)
        .where(scope.of(Dispute.office_id))
    )


def _has(said: Said) -> ColumnElement[bool]:
    e = aliased(DisputeEntry)
    return exists().where(e.dispute_id == Dispute.id, e.said == said).correlate(Dispute)


def _rows(session: Session, scope: Scope, query: Select) -> tuple[CaseRow, ...]:  # type: ignore[type-arg]
    rows = tuple(CaseRow(*row) for row in session.execute(query.limit(SHOWN)))
    return rows if scope.names else tuple(replace(row, courier_name=None, decided_by=None) for row in rows)
