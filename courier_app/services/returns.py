"""Counting envelopes back in: what lies on the officer's desk again is `returned`, on record with a leaf."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from courier_app.domain.merkle import LeafType
from courier_app.domain.packages import Status, steps_when_counted_in
from courier_app.domain.refusals import Invalid, WrongStatus
from courier_app.models import Package
from courier_app.services.moves import Actor, locked_of_office, walk
from courier_app.services.server_records import append_record

MOST = 200  # envelopes in one count, as on a handover


@dataclass(frozen=True)
class NewCount:
    """Who counted which envelopes, at which office."""

    office_id: UUID
    officer_id: UUID
    package_ids: frozenset[UUID]


def count_in(session: Session, new: NewCount, *, now: datetime) -> tuple[str, ...]:
    """The aliases that came back now; one that had been counted before is left as it is. Whoever has the envelope in
    hand needs no word of the courier: a package on its way passes through `returning`.

    Refuses with Invalid (none, or more than MOST), UnknownPackage (none of this office), or WrongStatus whose
    `packages` are the aliases that have not left, or have arrived. Locks the ledger's tail last.
    """
    if not 0 < len(new.package_ids) <= MOST:
        raise Invalid
    found = locked_of_office(session, new.office_id, new.package_ids)
    packages = [one for one in found if one.status is not Status.RETURNED]
    stuck = [package.alias for package in packages if not steps_when_counted_in(package.status)]
    if stuck:
        raise WrongStatus(members={"packages": stuck})
    by = Actor(user_id=new.officer_id)
    for package in packages:
        walk(session, package, steps_when_counted_in(package.status), by=by, at=(now, now))
    if packages:
        append_record(session, LeafType.COUNTED_IN, _facts(new, packages), now=now)
    return tuple(package.alias for package in packages)


def _facts(new: NewCount, packages: Sequence[Package]) -> dict[str, object]:
    counted = [str(package.id) for package in packages]
    return {"office": str(new.office_id), "user": str(new.officer_id), "packages": counted}
