"""Cases: what an office has to look after, one case in full, what its citizen sees, and what a courier is asked."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from courier_app.domain.disputes import HEARD, Account, Said, Verdict
from courier_app.domain.packages import Status
from courier_app.domain.proofs import Outcome
from courier_app.domain.reviews import Standing
from courier_app.models import (
    Collection,
    Courier,
    Dispute,
    DisputeEntry,
    Handover,
    Office,
    Package,
    PackageEvent,
    Partner,
    Proof,
    User,
)
from courier_app.queries.reviews import believed, stands
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
    driver: bool

    def overdue(self, now: datetime) -> bool:
        return self.decided_at is None and now > self.due_at


@dataclass(frozen=True)
class CaseCourier:
    """Whom a case is about. `trip_over`: a driver whose one trip is finished reads no question any more."""

    name: str
    partner: str
    phone: str | None
    plate: str | None
    trip_over: bool


@dataclass(frozen=True)
class LineRow:
    """One line of a case; its words are still sealed. `who` did it: nobody for what opening the case did by itself;
    `about` whom: the courier who was asked, the partner who was told."""

    id: UUID
    said: Said
    made_at: datetime
    who: str | None
    about: str | None
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


def courier_asked(session: Session, dispute_id: UUID, *, now: datetime) -> CaseCourier | None:
    """None while nobody has carried the package, and where its citizen collected it."""
    on_trip = exists().where(
        *(Handover.courier_id == Courier.id, Handover.revoked_at.is_(None), Handover.expires_at > now)
    )
    over = and_(Courier.user_id.is_(None), ~on_trip)
    query = (
        select(Courier.name, Partner.name, Courier.phone, Courier.plate, over)
        .join(Partner, Partner.code == Courier.partner_code)
        .join(Dispute, Dispute.id == dispute_id)
        .join(Package, Package.id == Dispute.package_id)
        .where(Courier.id == courier_of_case())
    )
    row = session.execute(query).first()
    return CaseCourier(*row) if row else None


def cases_of(session: Session, package_id: UUID) -> tuple[Dispute, ...]:
    """Newest first."""
    query = select(Dispute).where(Dispute.package_id == package_id).order_by(Dispute.opened_at.desc())
    return tuple(session.scalars(query))


def lines_of(session: Session, dispute_id: UUID) -> tuple[LineRow, ...]:
    """Oldest first: a case is read from its beginning."""
    e, officer, courier = DisputeEntry, aliased(User), aliased(Courier)
    own = case((e.said == Said.ACCOUNT, courier.name))
    about = case((e.said == Said.PARTNER, Partner.name), (e.said == Said.ASKED, courier.name))
    query = (
        select(
            *(e.id, e.said, e.made_at, func.coalesce(officer.name, own), about, e.account, e.text_sealed),
            e.leaf_index,
        )
        .outerjoin(officer, officer.id == e.user_id)
        .outerjoin(courier, courier.id == e.courier_id)
        .outerjoin(Partner, Partner.code == courier.partner_code)
        .where(e.dispute_id == dispute_id)
    )
    return tuple(LineRow(*row) for row in session.execute(query.order_by(e.made_at, e.leaf_index)))


def questions_for(session: Session, courier_id: UUID) -> tuple[Question, ...]:
    """Open cases in which this courier was asked and has not answered, oldest first."""
    e, answer = DisputeEntry, aliased(DisputeEntry)
    answered = exists().where(
        *(answer.dispute_id == Dispute.id, answer.said.in_(HEARD), answer.made_at >= e.made_at)
    )
    query = (
        select(Dispute.id, Package.alias, handed_over_at(), e.made_at)
        .join(Dispute, Dispute.id == e.dispute_id)
        .join(Package, Package.id == Dispute.package_id)
        .where(e.courier_id == courier_id, e.said == Said.ASKED, Dispute.decided_at.is_(None), ~answered)
        .order_by(e.made_at)
        .limit(SHOWN)
    )
    return tuple(Question(*row) for row in session.execute(query))


def handed_over_at() -> ScalarSelect[datetime]:
    """For a query over cases and their packages: when the delivery that a case is about happened by the phone's word,
    put right by our clock. The package's own row knows only when we heard of it: hours later, where a courier worked
    without a line."""
    at = PackageEvent.recorded_at
    happened = select(func.max(PackageEvent.occurred_at)).where(
        *(PackageEvent.package_id == Package.id, PackageEvent.status == Status.DELIVERED),
        at <= func.coalesce(Dispute.decided_at, at),
    )
    return happened.correlate(Package, Dispute).scalar_subquery()


def who_brought(session: Session, package: Package) -> UUID | None:
    """The courier of the delivery that counts, whoever held the package by the office's lists; where none does, the
    one who carried it last; nobody, where its citizen collected it at the counter."""
    if session.get(Collection, package.id):
        return None
    mine = (Proof.package_id == package.id, Proof.outcome == Outcome.DELIVERED, believed())
    query = select(Proof.courier_id).where(*mine).order_by(Proof.received_at.desc(), Proof.id.desc())
    return session.scalar(query.limit(1)) or package.courier_id


def courier_of_case() -> ColumnElement[UUID | None]:
    """For a query over cases and their packages: who was asked last; in a case from before couriers were asked by
    themselves, who brought what the case is about, also when it was voided since; else who carried the package last.
    Nobody, where it was collected at the counter before the case."""
    e = aliased(DisputeEntry)
    asked = (
        select(e.courier_id)
        .where(e.dispute_id == Dispute.id, e.said == Said.ASKED)
        .order_by(e.made_at.desc(), e.leaf_index.desc())
        .limit(1)
    )
    carried = case((~_collected_before(), func.coalesce(_brought(), Package.courier_id)))
    return func.coalesce(asked.correlate(Dispute).scalar_subquery(), carried)


def _collected_before() -> ColumnElement[bool]:
    """The case is about the collection then, and not about what a courier brought earlier and two officers voided."""
    mine = (Collection.package_id == Dispute.package_id, Collection.collected_at <= Dispute.opened_at)
    return exists().where(*mine).correlate(Dispute)


def _brought() -> ScalarSelect[UUID]:
    """A package that goes out again after the verdict is another delivery, of somebody else perhaps."""
    at = Proof.received_at
    mine = (Proof.package_id == Package.id, Proof.outcome == Outcome.DELIVERED)
    counted = (or_(believed(), stands(Standing.VOIDED)), at <= func.coalesce(Dispute.decided_at, at))
    found = select(Proof.courier_id).where(*mine, *counted).order_by(at.desc(), Proof.id.desc()).limit(1)
    return found.correlate(Package, Dispute).scalar_subquery()


def open_for_courier(session: Session, courier_id: UUID) -> int:
    """Open cases about what this courier brought, whoever carries the package since."""
    mine = (courier_of_case() == courier_id, Dispute.decided_at.is_(None))
    query = select(func.count()).select_from(Dispute).join(Package, Package.id == Dispute.package_id)
    return session.scalar(query.where(*mine)) or 0


def _cases(scope: Scope) -> Select:  # type: ignore[type-arg]
    officer = aliased(User)
    return (
        select(
            *(Dispute.id, Dispute.package_id, Package.alias, Office.name, Dispute.opened_at, Dispute.due_at),
            *(Dispute.answered_at, Dispute.verdict, Dispute.decided_at, Courier.name, Partner.name),
            *(Dispute.reason_sealed, officer.name, Dispute.decided_leaf),
            *(
                has_line(Said.ASKED),
                has_line(*HEARD),
                func.coalesce(and_(Courier.id.is_not(None), Courier.user_id.is_(None)), False),
            ),
        )
        .join(Package, Package.id == Dispute.package_id)
        .join(Office, Office.id == Dispute.office_id)
        .outerjoin(Courier, Courier.id == courier_of_case())
        .outerjoin(officer, officer.id == Dispute.decided_by)
        .outerjoin(Partner, Partner.code == Courier.partner_code)
        .where(scope.of(Dispute.office_id))
    )


def has_line(*said: Said) -> ColumnElement[bool]:
    e = aliased(DisputeEntry)
    return exists().where(e.dispute_id == Dispute.id, e.said.in_(said)).correlate(Dispute)


def _rows(session: Session, scope: Scope, query: Select) -> tuple[CaseRow, ...]:  # type: ignore[type-arg]
    rows = tuple(CaseRow(*row) for row in session.execute(query.limit(SHOWN)))
    return rows if scope.names else tuple(replace(row, courier_name=None, decided_by=None) for row in rows)
