"""Drivers of one trip, to narrow a list by: all of them are too many, so the newest, and the one who was chosen."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.models import Courier, Handover
from courier_app.queries.scopes import Scope

MOST_DRIVERS = 50


@dataclass(frozen=True)
class DriverRow:
    """`came_at`: when the office handed over to him."""

    id: UUID
    name: str
    plate: str | None
    came_at: datetime


def newest_drivers(session: Session, scope: Scope, *, since: datetime) -> tuple[DriverRow, ...]:
    """The newest MOST_DRIVERS, newest first."""
    query = (
        select(Courier.id, Courier.name, Courier.plate, Handover.created_at)
        .join(Handover, Handover.courier_id == Courier.id)
        .where(scope.of(Handover.office_id), Handover.created_at >= since, Courier.user_id.is_(None))
        .order_by(Handover.created_at.desc(), Handover.id.desc())
        .limit(MOST_DRIVERS)
    )
    return tuple(DriverRow(*row) for row in session.execute(query))


def driver_named(session: Session, scope: Scope, courier_id: UUID) -> DriverRow | None:
    """None for a postman, and for a driver of another office."""
    query = select(Courier.id, Courier.name, Courier.plate, Courier.created_at).where(
        Courier.id == courier_id, scope.of(Courier.office_id), Courier.user_id.is_(None)
    )
    row = session.execute(query).one_or_none()
    return DriverRow(*row) if row else None
