"""A courier's packages of the day, and who was given which of them already."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, select, tuple_
from sqlalchemy.orm import Session

from courier_app.domain.packages import Status
from courier_app.models import Look, Package, PackageKey, Policy

IN_HAND = (Status.ASSIGNED, Status.PICKED_UP, Status.OUT_FOR_DELIVERY, Status.ATTEMPT_FAILED)
ON_ITS_WAY_BACK = (Status.RETURNING,)  # his until an officer has counted it in
CLOSED_BY_COURIER = (Status.DELIVERED, Status.RETURNED)


def packages_of_round(
    session: Session, courier_id: UUID, *, handover_id: UUID | None, since: datetime
) -> Sequence[Row[Package, PackageKey]]:
    """What he holds, and what he closed after `since`; on a trip only what came with its handover. Each with its key:
    a package without one was erased, there is nobody left to bring it to."""
    held = Package.status.in_((*IN_HAND, *ON_ITS_WAY_BACK))
    closed = Package.status.in_(CLOSED_BY_COURIER) & (Package.closed_at >= since)
    mine = Package.courier_id == courier_id
    if handover_id is not None:
        mine &= Package.handover_id == handover_id
    found = [session.execute(_parcels(mine & which)).all() for which in (held, closed)]
    return [row for rows in found for row in rows]


def _parcels(which: ColumnElement[bool]) -> Select[Package, PackageKey]:
    query = select(Package, PackageKey).join(PackageKey, PackageKey.package_id == Package.id)
    return query.where(which).order_by(Package.registered_at, Package.id)


def rules_of(session: Session, named: Collection[tuple[str, int]]) -> Sequence[str]:
    """The policies as the phone reads them, each as JSON text."""
    query = select(Policy.rules).where(tuple_(Policy.id, Policy.version).in_(named))
    return session.scalars(query.order_by(Policy.id, Policy.version)).all()


def looked_at(
    session: Session, what: str, package_ids: Iterable[UUID], *, courier_id: UUID, since: datetime
) -> set[UUID]:
    """Of these packages, the ones this courier was shown since then."""
    query = select(Look.package_id).where(
        Look.package_id.in_(package_ids),
        Look.at >= since,
        Look.courier_id == courier_id,
        Look.what == what,
    )
    return set(session.scalars(query))
