"""Moving a package: the status, and one event for each step of the way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import Table, bindparam, insert, select
from sqlalchemy.orm import Session

from courier_app.domain.packages import CLOSED, Status, may_move
from courier_app.domain.refusals import UnknownPackage, WrongStatus
from courier_app.models import Package, PackageEvent

_NEW_EVENT = insert(cast(Table, PackageEvent.__table__))
FRESH = {"populate_existing": True}
_LOCKED = select(Package).where(Package.id == bindparam("id")).with_for_update()


@dataclass(frozen=True)
class Actor:
    """Who did it, and which proof says so."""

    user_id: UUID | None = None
    courier_id: UUID | None = None
    proof_id: UUID | None = None


def locked_package(session: Session, package_id: UUID) -> Package:
    """The row, ours until the transaction ends. Refuses with UnknownPackage."""
    package = session.scalar(_LOCKED, {"id": package_id}, execution_options=FRESH)
    if package is None:
        raise UnknownPackage
    return package


def move(session: Session, package: Package, to: Status, *, by: Actor, now: datetime) -> None:
    """One step of the table. Refuses with WrongStatus."""
    if not may_move(package.status, to):
        raise WrongStatus
    walk(session, package, (to,), by=by, at=(now, now))


def walk(
    session: Session, package: Package, steps: Iterable[Status], *, by: Actor, at: tuple[datetime, datetime]
) -> None:
    """Steps that the rules have found; `at` is when it happened and when we heard of it. Closed is what we have heard
    of: by a phone's clock, a wrong one would take away the citizen's time to answer."""
    _, recorded_at = at
    for status in steps:
        _note(session, package, status, by=by, at=at)
        package.status, package.changed_at = status, recorded_at
    package.closed_at = recorded_at if package.status in CLOSED else None


def begin_history(session: Session, package: Package, *, by: Actor, now: datetime) -> None:
    _note(session, package, package.status, by=by, at=(now, now))


def _note(
    session: Session, package: Package, status: Status, *, by: Actor, at: tuple[datetime, datetime]
) -> None:
    """Package and proof must stand in the database already: this goes there at once."""
    session.execute(
        _NEW_EVENT,
        {
            "package_id": package.id,
            "status": status,
            "occurred_at": at[0],
            "recorded_at": at[1],
            "user_id": by.user_id,
            "courier_id": by.courier_id,
            "proof_id": by.proof_id,
        },
    )
