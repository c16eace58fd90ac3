"""Moving a package: the status, and one event for each step of the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from courier_app.domain.exchange import OldCard
from courier_app.domain.packages import CLOSED, Status, may_move
from courier_app.domain.refusals import UnknownPackage, WrongStatus
from courier_app.models import Package, PackageEvent
from courier_app.models.prepared import AnyRow, Prepared, Source, new_row

_NEW_EVENT = new_row(PackageEvent, without=("id",))
_P = cast(Table, Package.__table__)
_HELD = Prepared(
    select(
        *(_P.c[name] for name in ("id", "label_id", "status", "attempt", "courier_id", "handover_id")),
        *(_P.c[name] for name in ("claim_digest", "claim_tries", "old_card", "fee_rupiah", "last_attempt")),
    )
    .where(_P.c.id == bindparam("package_id"))
    .with_for_update()
)
_MOVED = Prepared(
    update(_P)
    .where(_P.c.id == bindparam("package_id"))
    .values({name: bindparam(name) for name in ("status", "attempt", "changed_at", "closed_at", "old_card")})
)
FRESH = {"populate_existing": True}
_LOCKED = select(Package).where(Package.id == bindparam("id")).with_for_update()


@dataclass(frozen=True)
class Actor:
    """Who did it, and which proof says so."""

    user_id: UUID | None = None
    courier_id: UUID | None = None
    proof_id: UUID | None = None


@dataclass(frozen=True)
class Way:
    """At least one step of a package, which attempt comes next, and where its old card stands then."""

    package_id: UUID
    steps: Sequence[Status]
    attempt: int
    old_card: OldCard | None


def locked_package(session: Session, package_id: UUID) -> Package:
    """The row, ours until the transaction ends. Refuses with UnknownPackage."""
    package = session.scalar(_LOCKED, {"id": package_id}, execution_options=FRESH)
    if package is None:
        raise UnknownPackage
    return package


def locked_of_office(session: Session, office_id: UUID, package_ids: frozenset[UUID]) -> Sequence[Package]:
    """In one order for everybody, so that two acts that share packages wait instead of deadlocking. Refuses with
    UnknownPackage unless all of them are this office's."""
    mine = Package.id.in_(package_ids), Package.office_id == office_id
    query = select(Package).where(*mine).order_by(Package.id).with_for_update()
    packages = session.scalars(query, execution_options=FRESH).all()
    if len(packages) != len(package_ids):
        raise UnknownPackage
    return packages


def moved_last(session: Session, package_id: UUID) -> UUID | None:
    """The proof of the package's newest step; None where no proof was behind it."""
    steps = select(PackageEvent.proof_id).where(PackageEvent.package_id == package_id)
    return session.scalars(steps.order_by(PackageEvent.id.desc()).limit(1)).first()


def held_package(source: Source, package_id: UUID) -> AnyRow:
    """The same as plain values, for a proof: an object and its way back cost more than all of a proof's own rows."""
    row = _HELD.first(source, {"package_id": package_id})
    if row is None:
        raise UnknownPackage
    return row


def move(session: Session, package: Package, to: Status, *, by: Actor, now: datetime) -> None:
    """One step of the table. Refuses with WrongStatus."""
    if not may_move(package.status, to):
        raise WrongStatus
    walk(session, package, (to,), by=by, at=(now, now))


def walk(
    session: Session, package: Package, steps: Sequence[Status], *, by: Actor, at: tuple[datetime, datetime]
) -> None:
    """Steps that the rules have found; `at` is when it happened and when we heard of it. Closed is what we have heard
    of: by a phone's clock, a wrong one would take away the citizen's time to answer."""
    _, recorded_at = at
    _note(session, package.id, steps, by=by, at=at)
    if steps:
        package.status, package.changed_at = steps[-1], recorded_at
    package.closed_at = recorded_at if package.status in CLOSED else None
    if package.status is not Status.HELD_FOR_PICKUP:
        package.held_until = None
    if package.status is not Status.DELIVERED:
        package.overturned_at = None


def walk_held(source: Source, way: Way, *, by: Actor, at: tuple[datetime, datetime]) -> None:
    """The same for what held_package() found."""
    _, recorded_at = at
    _note(source, way.package_id, way.steps, by=by, at=at)
    closed_at = recorded_at if way.steps[-1] in CLOSED else None
    reached = {
        "status": way.steps[-1],
        "attempt": way.attempt,
        "changed_at": recorded_at,
        "closed_at": closed_at,
        "old_card": way.old_card,
    }
    _MOVED.run(source, {"package_id": way.package_id, **reached})


def begin_history(session: Session, package: Package, *, by: Actor, now: datetime) -> None:
    _note(session, package.id, (package.status,), by=by, at=(now, now))


def _note(
    source: Source, package_id: UUID, steps: Sequence[Status], *, by: Actor, at: tuple[datetime, datetime]
) -> None:
    """Package and proof must stand in the database already: this goes there at once."""
    times = {"occurred_at": at[0], "recorded_at": at[1]}
    who = {"user_id": by.user_id, "courier_id": by.courier_id, "proof_id": by.proof_id}
    _NEW_EVENT.run(
        source, *({"package_id": package_id, "status": status, **times, **who} for status in steps)
    )
