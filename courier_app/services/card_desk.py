"""What the acts of officers on old cards share: locks, the table of moves, the second officer, the leaf."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from courier_app.domain.exchange import OldCard, may_become
from courier_app.domain.refusals import CardMoved, Invalid, SecondOfficerNeeded
from courier_app.models import Package, Role, User
from courier_app.services.moves import Actor, locked_of_office
from courier_app.services.old_cards import CardStep, take_step

MOST = 200  # cards in one act, as on a handover
_SECONDS = frozenset({Role.OFFICER, Role.ADMIN})


def cards_for(
    session: Session, office_id: UUID, package_ids: frozenset[UUID], *, to: OldCard
) -> Sequence[Package]:
    """Locked in one order for everybody, so that two officers wait instead of deadlocking.

    Refuses with Invalid (none, or more than MOST), UnknownPackage (not all of this office), or CardMoved whose
    `packages` are the aliases that the table does not let go there.
    """
    if not 0 < len(package_ids) <= MOST:
        raise Invalid
    packages = locked_of_office(session, office_id, package_ids)
    stuck = [package.alias for package in packages if not may_become(package.old_card, to)]
    if stuck:
        raise CardMoved(members={"packages": stuck})
    return packages


def check_second(session: Session, second_id: UUID, *, first_id: UUID, office_id: UUID) -> None:
    """Refuses with SecondOfficerNeeded."""
    second = session.get(User, second_id)
    here = second is not None and second.active and second.office_id == office_id
    if second is None or not here or second.id == first_id or second.role not in _SECONDS:
        raise SecondOfficerNeeded


def step_cards(
    session: Session, step: CardStep, packages: Sequence[Package], *, by: UUID, now: datetime
) -> int:
    """The one leaf's index. Locks the ledger's tail: call it last."""
    for package in packages:
        package.old_card = step.state
    whose = [(package.id, package.office_id) for package in packages]
    return take_step(session, step, *whose, by=Actor(user_id=by), at=(now, now))
