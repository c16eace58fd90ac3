"""Packages that wait at the office's counter for their citizens: put there, kept longer, each time with a leaf."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from courier_app.domain.counter import MAY_WAIT, Longer, end_of_wait
from courier_app.domain.exchange import OldCard
from courier_app.domain.merkle import LeafType
from courier_app.domain.packages import Status
from courier_app.domain.refusals import Invalid, WrongStatus
from courier_app.models import CounterStay, Office, Package
from courier_app.services.moves import Actor, locked_of_office, walk
from courier_app.services.rounds import WIB
from courier_app.services.rules_in_force import RulesNow, rules_at, take_policy
from courier_app.services.server_records import append_record

MOST = 200  # packages in one act, as in one count
WITH_THE_COURIER = frozenset({OldCard.COLLECTED, OldCard.MISSING})


@dataclass(frozen=True)
class NewStay:
    """Who puts which packages at which office's counter."""

    office_id: UUID
    officer_id: UUID
    package_ids: frozenset[UUID]


@dataclass(frozen=True)
class Waits:
    """Until when, and which packages by their aliases."""

    until: datetime
    aliases: tuple[str, ...]


def wait_at_counter(session: Session, new: NewStay, *, now: datetime) -> Waits:
    """By the rules in force; no courier has them any more.

    Refuses with Invalid (none, or more than MOST), UnknownPackage (none of this office), or WrongStatus whose
    `packages` are the aliases that do not lie in the office, or have lost their data. Locks the ledger's tail last.
    """
    if not 0 < len(new.package_ids) <= MOST:
        raise Invalid
    packages = locked_of_office(session, new.office_id, new.package_ids)
    _refuse_unless(packages, among=MAY_WAIT)
    by = Actor(user_id=new.officer_id)
    for package in packages:
        walk(session, package, (Status.HELD_FOR_PICKUP,), by=by, at=(now, now))
        leave_the_courier(package)
    return note_stay(session, packages, by=new.officer_id, now=now)


def wait_longer(session: Session, new: NewStay, why: Longer, *, now: datetime) -> Waits:
    """As many days again, from today, and never shorter. Refuses as wait_at_counter() does; with WrongStatus what does
    not wait there."""
    if not 0 < len(new.package_ids) <= MOST:
        raise Invalid
    packages = locked_of_office(session, new.office_id, new.package_ids)
    _refuse_unless(packages, among=frozenset({Status.HELD_FOR_PICKUP}))
    return note_stay(session, packages, by=new.officer_id, now=now, longer=why)


def note_stay(
    session: Session, packages: Sequence[Package], *, by: UUID, now: datetime, longer: Longer | None = None
) -> Waits:
    """For packages that stand there, and whose locks the caller holds. Locks the ledger's tail last."""
    rules, end = _rules_and_end(session, packages[0].office_id, now)
    until = max(end, *(package.held_until or end for package in packages))  # what a citizen was told stands
    for package in packages:
        package.held_until = until
        take_policy(package, rules)
    session.flush()
    facts: dict[str, object] = {
        "user": str(by),
        "until": until.isoformat(),
        "longer": longer.value if longer else None,
    }
    facts |= {"packages": sorted(str(package.id) for package in packages)}
    index = append_record(session, LeafType.COUNTER, facts, now=now)
    said = {"user_id": by, "until": until, "longer": longer, "made_at": now, "leaf_index": index}
    session.add_all(CounterStay(package_id=package.id, **said) for package in packages)
    session.flush()
    return Waits(until, tuple(package.alias for package in packages))


def end_at_office(session: Session, office_id: UUID, *, now: datetime) -> datetime:
    """Until when what is put at this office's counter now would wait."""
    return _rules_and_end(session, office_id, now)[1]


def leave_the_courier(package: Package) -> None:
    """Nobody carries it; whoever still has its old card in the bag stays answerable for that."""
    if package.old_card not in WITH_THE_COURIER:
        package.courier_id = package.handover_id = None


def _refuse_unless(packages: Sequence[Package], *, among: frozenset[Status]) -> None:
    stuck = [one.alias for one in packages if one.status not in among or one.erased_at]
    if stuck:
        raise WrongStatus(members={"packages": stuck})


def _rules_and_end(session: Session, office_id: UUID, now: datetime) -> tuple[RulesNow, datetime]:
    rules = rules_at(session, session.get_one(Office, office_id).region_code, now=now)
    return rules, end_of_wait(now.astimezone(WIB), days=rules.hold_days).astimezone(UTC)
