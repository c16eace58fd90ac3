"""Which packages wait for a label."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from courier_app.domain.packages import CLOSED, Status
from courier_app.models import Look, Office, Package, PackageEvent
from courier_app.queries.former_labels import replaced_at
from courier_app.queries.scopes import Scope

AGAIN = "label_again"  # as services/looks.py records it
MOST_AT_ONCE = 10_000  # labels in one file


@dataclass(frozen=True)
class LabelFacts:
    """What is printed of one package, the recipient aside."""

    id: UUID
    label_id: str
    alias: str
    fee_rupiah: int
    office_name: str
    report_phone: str


def never_printed(session: Session, office_id: UUID) -> Sequence[UUID]:
    """Registered and without a label, in the order of registering; MOST_AT_ONCE of them."""
    where = Package.office_id == office_id, Package.status == Status.REGISTERED
    query = select(Package.id).where(*where).order_by(Package.registered_at, Package.id)
    return session.scalars(query.limit(MOST_AT_ONCE)).all()


def count_never_printed(session: Session, office_id: UUID) -> int:
    """At most MOST_AT_ONCE."""
    some = select(literal(1)).where(Package.office_id == office_id, Package.status == Status.REGISTERED)
    return session.scalar(select(func.count()).select_from(some.limit(MOST_AT_ONCE).subquery())) or 0


def still_at_office(session: Session, office_id: UUID, since: datetime, until: datetime) -> Sequence[UUID]:
    """Registered in this time and not handed over yet, with or without a label; MOST_AT_ONCE of them."""
    query = (
        select(Package.id)
        .where(
            Package.office_id == office_id,
            Package.registered_at >= since,
            Package.registered_at < until,
            Package.status.in_((Status.REGISTERED, Status.READY)),
        )
        .order_by(Package.registered_at, Package.id)
    )
    return session.scalars(query.limit(MOST_AT_ONCE)).all()


def printable(session: Session, scope: Scope, package_ids: Collection[UUID]) -> Sequence[UUID]:
    """Those of the ids that are in sight and not closed, in the order of registering."""
    query = (
        select(Package.id)
        .where(Package.id.in_(package_ids), Package.status.not_in(tuple(CLOSED)), scope.of(Package.office_id))
        .order_by(Package.registered_at, Package.id)
    )
    return session.scalars(query).all()


def label_printed_at(session: Session, package_id: UUID) -> datetime | None:
    """When the newest label was made: the first one made the package ready, later ones are looks on record. Nothing
    is printed of a label that has just replaced another."""
    first = select(func.min(PackageEvent.occurred_at)).where(
        PackageEvent.package_id == package_id, PackageEvent.status == Status.READY
    )
    again = select(func.max(Look.at)).where(Look.package_id == package_id, Look.what == AGAIN)
    times = [at for at in (session.scalar(first), session.scalar(again)) if at]
    new_since = replaced_at(session, package_id)
    return max((at for at in times if new_since is None or at > new_since), default=None)


def label_facts(session: Session, package_ids: Sequence[UUID]) -> list[LabelFacts]:
    """In the order of the ids."""
    query = (
        select(
            Package.id,
            Package.label_id,
            Package.alias,
            Package.fee_rupiah,
            Office.name,
            Office.report_phone,
        )
        .join(Office, Office.id == Package.office_id)
        .where(Package.id.in_(package_ids))
    )
    found = {row[0]: LabelFacts(*row) for row in session.execute(query)}
    return [found[package_id] for package_id in package_ids]
