"""What a partner's account sees of one office: what its couriers could not deliver, and open cases about what they
brought. No type here has room for a recipient."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, select, tuple_
from sqlalchemy.orm import Session

from courier_app.domain.disputes import HEARD
from courier_app.domain.packages import Status
from courier_app.domain.proofs import Outcome, happened_at
from courier_app.domain.reasons import Reason
from courier_app.domain.reviews import Standing
from courier_app.models import Courier, Dispute, Office, Package, Partner, Proof, Role, User
from courier_app.queries.disputes import courier_of_case, has_line
from courier_app.queries.package_story import A_MINUTE
from courier_app.queries.reviews import stands

# In the statement itself: a database takes the index of these proofs only when it can read the condition.
_FAILED = literal(Outcome.ATTEMPT_FAILED, Proof.outcome.type, literal_execute=True)
PAGE = 50
MOST_SHOWN = 100
MOST_COUNTED = 1000
Cursor = tuple[datetime, UUID]


@dataclass(frozen=True)
class OwnCouriers:
    """How far a partner's account sees: one partner's couriers of one office."""

    office_id: UUID
    partner_code: str

    @property
    def condition(self) -> ColumnElement[bool]:
        return and_(Courier.office_id == self.office_id, Courier.partner_code == self.partner_code)


@dataclass(frozen=True)
class AttemptFilter:
    """Everything that is None counts for nothing. `since` and `before` bound the time of receipt."""

    reason: Reason | None = None
    courier_id: UUID | None = None
    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True)
class AttemptRow:
    """A delivery that failed, by the package's printed number. `last`: the package's attempts end with this one."""

    id: UUID
    alias: str
    reason: Reason
    at: datetime
    received_at: datetime
    courier: str
    status: Status
    waiting: bool
    last: bool

    @property
    def heard(self) -> datetime | None:
        """When we heard of it, where that is not the same minute: the list goes by that."""
        return self.received_at if self.received_at - self.at >= A_MINUTE else None


@dataclass(frozen=True)
class PartnerCase:
    """An open case. `driver`: without an account, so that the office asks by telephone; `heard`: he has answered."""

    id: UUID
    alias: str
    opened_at: datetime
    due_at: datetime
    courier: str
    driver: bool
    heard: bool

    def overdue(self, now: datetime) -> bool:
        return now > self.due_at

    def owed(self, now: datetime) -> bool:
        """Late, and not because of the office alone: the courier has not answered."""
        return self.overdue(now) and not self.heard


def failed_attempts(
    session: Session, mine: OwnCouriers, wanted: AttemptFilter, *, after: Cursor | None = None
) -> tuple[list[AttemptRow], Cursor | None]:
    """One page, newest first, and where the next one begins. What an auditor has rejected did not happen."""
    query = _attempts(mine, wanted)
    if after:
        query = query.where(tuple_(Proof.received_at, Proof.id) < after)
    newest = query.order_by(Proof.received_at.desc(), Proof.id.desc()).limit(PAGE + 1)
    found = [_attempt(row) for row in session.execute(newest)]
    shown = found[:PAGE]
    return shown, (shown[-1].received_at, shown[-1].id) if len(found) > PAGE else None


def count_failed(session: Session, mine: OwnCouriers, wanted: AttemptFilter) -> int:
    """How many, and never more than MOST_COUNTED."""
    some = _attempts(mine, wanted).with_only_columns(Proof.id).limit(MOST_COUNTED).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def open_cases_of(session: Session, mine: OwnCouriers) -> tuple[PartnerCase, ...]:
    """The most urgent first; at most MOST_SHOWN."""
    found = _open(mine).order_by(Dispute.due_at, Dispute.id).limit(MOST_SHOWN)
    return tuple(PartnerCase(*row) for row in session.execute(found))


def count_open_cases(session: Session, mine: OwnCouriers) -> int:
    """Never more than MOST_SHOWN."""
    some = _open(mine).with_only_columns(Dispute.id).limit(MOST_SHOWN).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def own_postmen(session: Session, mine: OwnCouriers) -> tuple[tuple[UUID, str], ...]:
    """(id, name) of those with an account, by name; drivers of one trip are too many for a list."""
    query = select(Courier.id, Courier.name).where(mine.condition, Courier.user_id.is_not(None))
    return tuple((row.id, row.name) for row in session.execute(query.order_by(Courier.name)))


def where_it_is(session: Session, mine: OwnCouriers) -> tuple[str, Office]:
    """The partner's name, and the office with its telephone."""
    name = session.scalars(select(Partner.name).where(Partner.code == mine.partner_code)).one()
    return name, session.get_one(Office, mine.office_id)


def has_readers(session: Session, courier_id: UUID, *, office_id: UUID) -> bool:
    """Whether the courier's partner has an account at the office that could read what it is told."""
    code = select(Courier.partner_code).where(Courier.id == courier_id).scalar_subquery()
    readers = (User.role == Role.PARTNER, User.office_id == office_id, User.partner_code == code, User.active)
    return session.scalar(select(exists().where(*readers))) or False


def _attempts(mine: OwnCouriers, wanted: AttemptFilter) -> Select:  # type: ignore[type-arg]
    columns = (
        *(Proof.id, Package.alias, Proof.reason, Proof.captured_at, Proof.offset_ms, Proof.received_at),
        *(Courier.name.label("courier"), Package.status),
        stands(Standing.WAITING).label("waiting"),
        func.coalesce(Proof.attempt >= Package.last_attempt, False).label("last"),
    )
    return (
        select(*columns)
        .join(Package, Package.id == Proof.package_id)
        .join(Courier, Courier.id == Proof.courier_id)
        .where(mine.condition, Proof.office_id == mine.office_id, *_conditions(wanted))
    )


def _conditions(wanted: AttemptFilter) -> Iterator[ColumnElement[bool]]:
    yield Proof.outcome == _FAILED
    yield ~stands(Standing.REJECTED)
    if wanted.reason:
        yield Proof.reason == wanted.reason.value
    if wanted.courier_id:
        yield Proof.courier_id == wanted.courier_id
    if wanted.since:
        yield Proof.received_at >= wanted.since
    if wanted.before:
        yield Proof.received_at < wanted.before


def _attempt(row: object) -> AttemptRow:
    facts = row._asdict()  # type: ignore[attr-defined]
    at = happened_at(row, received_at=facts["received_at"])  # type: ignore[arg-type]
    del facts["captured_at"], facts["offset_ms"]
    return AttemptRow(**facts | {"reason": Reason(facts["reason"]), "at": at})


def _open(mine: OwnCouriers) -> Select:  # type: ignore[type-arg]
    """Of packages that one of the partner's couriers brought, by the very courier who is asked."""
    columns = (
        *(Dispute.id, Package.alias, Dispute.opened_at, Dispute.due_at, Courier.name),
        *(Courier.user_id.is_(None), has_line(*HEARD)),
    )
    return (
        select(*columns)
        .join(Package, Package.id == Dispute.package_id)
        .join(Courier, Courier.id == courier_of_case())
        .where(Dispute.office_id == mine.office_id, Dispute.decided_at.is_(None), mine.condition)
    )
