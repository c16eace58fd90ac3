"""A courier as the own phone shows it, while he may work."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from courier_app.models import Courier, Handover, Office, Partner, User


@dataclass(frozen=True)
class CourierRow:
    """`trip_ends_at` only for a driver's one trip."""

    id: UUID
    name: str
    partner: str
    office: str
    phone: str
    report_phone: str
    trip_ends_at: datetime | None


_FACTS = (
    Courier.id,
    Courier.name,
    Partner.name,
    Office.name,
    Office.phone,
    Office.report_phone,
    Handover.expires_at,
)


def courier_at_work(
    session: Session, courier_id: UUID, *, handover_id: UUID | None, now: datetime
) -> CourierRow | None:
    """None for a closed account, and for a trip that is over, was revoked or is another's."""
    over = and_(Handover.id == handover_id, Handover.courier_id == Courier.id)
    query = (
        select(*_FACTS)
        .join(Partner, Partner.code == Courier.partner_code)
        .join(Office, Office.id == Courier.office_id)
        .outerjoin(User, User.id == Courier.user_id)
        .outerjoin(Handover, over)
        .where(Courier.id == courier_id, _at_work(now) if handover_id else User.active)
    )
    row = session.execute(query).first()
    return CourierRow(*row) if row else None


def _at_work(now: datetime) -> ColumnElement[bool]:
    return and_(Handover.revoked_at.is_(None), Handover.expires_at > now)
