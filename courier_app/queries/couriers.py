"""A courier as the own phone shows it: while he may work, and while he may still send what he captured."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from courier_app.models import Courier, Handover, Office, Partner, User

# What was captured before a trip ended may come late: the phone had no line, or its battery was empty.
LATE = timedelta(days=7)


@dataclass(frozen=True)
class CourierRow:
    """`trip_ends_at` and `trip_revoked_at` only for a driver's one trip."""

    id: UUID
    name: str
    partner: str
    office: str
    phone: str
    report_phone: str
    trip_ends_at: datetime | None
    trip_revoked_at: datetime | None

    def on_trip(self, now: datetime) -> bool:
        """Whether he still gets packages; a postman always does."""
        return not self.trip_revoked_at and (self.trip_ends_at is None or now < self.trip_ends_at)


_FACTS = (
    Courier.id,
    Courier.name,
    Partner.name,
    Office.name,
    Office.phone,
    Office.report_phone,
    Handover.expires_at,
    Handover.revoked_at,
)


def courier_who_sends(
    session: Session, courier_id: UUID, *, handover_id: UUID | None, now: datetime
) -> CourierRow | None:
    """None for a closed account, for another's trip, and for one that ended or was revoked more than LATE ago."""
    over = and_(Handover.id == handover_id, Handover.courier_id == Courier.id)
    query = (
        select(*_FACTS)
        .join(Partner, Partner.code == Courier.partner_code)
        .join(Office, Office.id == Courier.office_id)
        .outerjoin(User, User.id == Courier.user_id)
        .outerjoin(Handover, over)
        .where(Courier.id == courier_id, _not_too_late(now) if handover_id else User.active)
    )
    row = session.execute(query).first()
    return CourierRow(*row) if row else None


def _not_too_late(now: datetime) -> ColumnElement[bool]:
    last = now - LATE
    return and_(or_(Handover.revoked_at.is_(None), Handover.revoked_at > last), Handover.expires_at > last)
