"""The couriers of an office as its officers see them: what each carries, and the phones that speak for him."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from courier_app.domain.devices import RevokedWhy
from courier_app.domain.packages import WITH_COURIER, Status
from courier_app.models import (
    Courier,
    Device,
    Handover,
    LoginSession,
    Package,
    Partner,
    Proof,
    Revocation,
    User,
)

MOST_SHOWN = 200
OPEN = WITH_COURIER | {Status.ASSIGNED}


@dataclass(frozen=True)
class CrewRow:
    """`account` tells a postman from a driver of one trip; `open` are the packages named on him that have not ended;
    `phones` those whose key still speaks for him, `enrolled_at` the newest of them, `seen_at` his last sign of life."""

    id: UUID
    name: str
    phone: str | None
    plate: str | None
    partner: str
    account: bool
    closed_at: datetime | None
    open: int
    phones: int
    enrolled_at: datetime | None
    seen_at: datetime | None


@dataclass(frozen=True)
class PhoneRow:
    """`last_proof_at` is when the last proof that it signed was received."""

    id: UUID
    kid: str
    enrolled_at: datetime
    last_proof_at: datetime | None
    revoked_at: datetime | None
    reason: RevokedWhy | None
    revoked_by: str | None


@dataclass(frozen=True)
class Trip:
    """A driver's one trip."""

    handover_id: UUID
    expires_at: datetime | None
    revoked_at: datetime | None

    def is_over(self, now: datetime) -> bool:
        return self.revoked_at is not None or (self.expires_at is not None and now >= self.expires_at)


def crew(session: Session, office_id: UUID, *, now: datetime) -> tuple[CrewRow, ...]:
    """Postmen by name, then drivers: those on a trip, and those who still carry something."""
    mine = Courier.office_id == office_id
    postmen = _rows().where(mine, Courier.user_id.is_not(None)).order_by(Courier.name, Courier.id)
    drivers = (
        _rows().where(mine, Courier.user_id.is_(None), _at_work(now)).order_by(Courier.created_at.desc())
    )
    found = [row for query in (postmen, drivers) for row in session.execute(query.limit(MOST_SHOWN))]
    return tuple(CrewRow(**row._asdict()) for row in found)


def crew_member(session: Session, office_id: UUID, courier_id: UUID) -> CrewRow | None:
    """None for a courier of another office, as for one that never was."""
    query = _rows().where(Courier.office_id == office_id, Courier.id == courier_id)
    row = session.execute(query).one_or_none()
    return CrewRow(**row._asdict()) if row else None


def phones_of(session: Session, courier_id: UUID) -> Sequence[PhoneRow]:
    """Newest first."""
    last = select(func.max(Proof.received_at)).where(Proof.device_id == Device.id).scalar_subquery()
    query = (
        select(
            *(Device.id, Device.kid, Device.enrolled_at, last, Device.revoked_at),
            *(Revocation.reason, User.name),
        )
        .outerjoin(Revocation, Revocation.device_id == Device.id)
        .outerjoin(User, User.id == Revocation.user_id)
        .where(Device.courier_id == courier_id)
        .order_by(Device.enrolled_at.desc(), Device.id)
        .limit(MOST_SHOWN)
    )
    return [PhoneRow(*row) for row in session.execute(query)]


def trip_of(session: Session, courier_id: UUID) -> Trip | None:
    """The last one; None for a postman, whose handovers are no trips."""
    mine = select(Handover.id, Handover.expires_at, Handover.revoked_at).where(
        Handover.courier_id == courier_id, Handover.expires_at.is_not(None)
    )
    row = session.execute(mine.order_by(Handover.created_at.desc()).limit(1)).first()
    return Trip(*row) if row else None


def _at_work(now: datetime) -> ColumnElement[bool]:
    on_trip = and_(
        Handover.courier_id == Courier.id, Handover.revoked_at.is_(None), Handover.expires_at > now
    )
    carries = and_(Package.courier_id == Courier.id, Package.status.in_(OPEN))
    return or_(exists().where(on_trip), exists().where(carries))


def _rows() -> Select[*tuple[Any, ...]]:
    mine, live = Package.courier_id == Courier.id, Device.courier_id == Courier.id
    carried = select(func.count()).select_from(Package).where(mine, Package.status.in_(OPEN))
    keys = and_(live, Device.revoked_at.is_(None))
    seen = select(func.max(LoginSession.seen_at)).where(LoginSession.courier_id == Courier.id)
    proven = select(func.max(Proof.received_at)).where(Proof.courier_id == Courier.id)
    columns = (
        *(Courier.id, Courier.name, Courier.phone, Courier.plate, Partner.name.label("partner")),
        *(Courier.user_id.is_not(None).label("account"), User.closed_at),
        carried.scalar_subquery().label("open"),
        select(func.count()).select_from(Device).where(keys).scalar_subquery().label("phones"),
        select(func.max(Device.enrolled_at)).where(keys).scalar_subquery().label("enrolled_at"),
        func.coalesce(seen.scalar_subquery(), proven.scalar_subquery()).label("seen_at"),
    )
    return (
        select(*columns)
        .join(Partner, Partner.code == Courier.partner_code)
        .outerjoin(User, User.id == Courier.user_id)
    )
