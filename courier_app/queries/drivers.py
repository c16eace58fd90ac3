"""Drivers of one trip, to narrow a list by: all of them are too many, so the newest, and the one who was chosen."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
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
    recent = _drivers(scope).where(Handover.created_at >= since)
    newest = recent.order_by(Handover.created_at.desc(), Handover.id.desc()).limit(MOST_DRIVERS)
    return tuple(DriverRow(*row) for row in session.execute(newest))


def driver_named(session: Session, scope: Scope, courier_id: UUID) -> DriverRow | None:
    """None for a postman, and for a driver of another office."""
    row = session.execute(_drivers(scope).where(Courier.id == courier_id)).first()
    return DriverRow(*row) if row else None


def _drivers(scope: Scope) -> Select[UUID, str, str | None, datetime]:
    query = select(Courier.id, Courier.name, Courier.plate, Handover.created_at)
    trips = query.join(Handover, Handover.courier_id == Courier.id)
    return trips.where(scope.of(Handover.office_id), Courier.user_id.is_(None))
