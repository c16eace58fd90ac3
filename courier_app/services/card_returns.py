"""Old cards back at the office: counted in by their seal, waived by name, destroyed by two officers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.exchange import SEAL, NoCard, OldCard
from courier_app.domain.refusals import Invalid, SealDiffers
from courier_app.models import OldCardStep
from courier_app.services.card_desk import cards_for, check_second, step_cards
from courier_app.services.old_cards import CardStep


@dataclass(frozen=True)
class CardBack:
    """A bag in an officer's hand. `seal` as it is read there, empty when it cannot be; `as_found`: the officer has
    seen that it differs, and says so."""

    office_id: UUID
    officer_id: UUID
    package_id: UUID
    seal: str
    as_found: bool = False


@dataclass(frozen=True)
class NewDestruction:
    """Who destroyed which cards, at which office. Whoever makes one has checked the second officer's password."""

    office_id: UUID
    officer_id: UUID
    second_id: UUID
    package_ids: frozenset[UUID]


def count_in_card(session: Session, back: CardBack, *, now: datetime) -> str:
    """The package's alias. A card that a citizen brings to the counter has no seal to compare; one that was missing, or
    even given up, is compared like any other.

    Refuses with UnknownPackage (none of this office), CardMoved, Invalid (no seal's number), or SealDiffers. Locks the
    ledger's tail last.
    """
    if back.seal and not SEAL.fullmatch(back.seal):
        raise Invalid
    (package,) = cards_for(session, back.office_id, frozenset({back.package_id}), to=OldCard.COUNTED_IN)
    noted = _seal_of(session, package.id)
    differs = noted is not None and noted != back.seal
    if differs and not back.as_found:
        raise SealDiffers
    step = CardStep(OldCard.COUNTED_IN, seal=back.seal or None, seal_differs=differs)
    step_cards(session, step, (package,), by=back.officer_id, now=now)
    return package.alias


def waive_card(session: Session, package_id: UUID, *, office_id: UUID, by: UUID, now: datetime) -> None:
    """The new card may be given without the old one, on this officer's word. Refuses with UnknownPackage, CardMoved."""
    packages = cards_for(session, office_id, frozenset({package_id}), to=OldCard.NOT_AVAILABLE)
    step = CardStep(OldCard.NOT_AVAILABLE, missing=NoCard.WAIVED)
    step_cards(session, step, packages, by=by, now=now)


def destroy_cards(session: Session, new: NewDestruction, *, now: datetime) -> int:
    """The index of the one leaf, which names the act. All of them or none.

    Refuses with Invalid (none, or too many), UnknownPackage, SecondOfficerNeeded, or CardMoved whose `packages` are
    the aliases that are not here, or were destroyed before. Locks the ledger's tail last.
    """
    check_second(session, new.second_id, first_id=new.officer_id, office_id=new.office_id)
    packages = cards_for(session, new.office_id, new.package_ids, to=OldCard.DESTROYED)
    step = CardStep(OldCard.DESTROYED, second_id=new.second_id)
    return step_cards(session, step, packages, by=new.officer_id, now=now)


def _seal_of(session: Session, package_id: UUID) -> str | None:
    """As the courier wrote it down at the door."""
    return session.scalar(
        select(OldCardStep.seal).where(
            OldCardStep.package_id == package_id, OldCardStep.state == OldCard.COLLECTED
        )
    )
