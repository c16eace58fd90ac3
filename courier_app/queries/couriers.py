"""A courier as the own phone shows it: while he may work, and while he may still send what he captured."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from courier_app.models import Courier, Handover, Office, Partner, User

# What was captured before a trip ended, or an account was closed, may come late: the phone had no line, or its battery
# was empty.
LATE = timedelta(days=7)


@dataclass(frozen=True)
class CourierRow:
    """`closed_at` only for a postman's account; `trip_ends_at` and `trip_revoked_at` only for a driver's one trip."""

    id: UUID
    name: str
    partner: str
    partner_code: str
    office: str
    phone: str
    report_phone: str
    closed_at: datetime | None
    trip_ends_at: datetime | None
    trip_revoked_at: datetime | None

    def on_trip(self, now: datetime) -> bool:
        """Whether he still gets packages: a driver until his trip ends, a postman until his account is closed."""
        if self.closed_at or self.trip_revoked_at:
            return False
        return self.trip_ends_at is None or now < self.trip_ends_at


_FACTS = (
    Courier.id,
    Courier.name,
    Partner.name,
    Partner.code,
    Office.name,
    Office.phone,
    Office.report_phone,
    User.closed_at,
    Handover.expires_at,
    Handover.revoked_at,
)


def courier_who_sends(
    session: Session, courier_id: UUID, *, handover_id: UUID | None, now: datetime
) -> CourierRow | None:
    """None for another's trip, for one that ended or was revoked more than LATE ago, and for an account that was
    closed so long ago."""
    over = and_(Handover.id == handover_id, Handover.courier_id == Courier.id)
    query = (
        select(*_FACTS)
        .join(Partner, Partner.code == Courier.partner_code)
        .join(Office, Office.id == Courier.office_id)
        .outerjoin(User, User.id == Courier.user_id)
        .outerjoin(Handover, over)
        .where(Courier.id == courier_id, _trip_sends(now) if handover_id else _account_sends(now))
    )
    row: Sequence[Any] | None = session.execute(query).first()
    return CourierRow(*row) if row else None


def _account_sends(now: datetime) -> ColumnElement[bool]:
    return and_(User.id.is_not(None), or_(User.active, User.closed_at > now - LATE))


def _trip_sends(now: datetime) -> ColumnElement[bool]:
    last = now - LATE
    return and_(or_(Handover.revoked_at.is_(None), Handover.revoked_at > last), Handover.expires_at > last)
