"""Old cards that a courier collected and the office did not find: noted at the count, given up by two on a paper."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from courier_app.domain.exchange import OldCard
from courier_app.domain.lost_cards import LossPaper, NotThere, is_paper_number
from courier_app.domain.refusals import Invalid
from courier_app.services.card_desk import cards_for, check_second, step_cards
from courier_app.services.old_cards import CardStep


@dataclass(frozen=True)
class NewAbsence:
    """An officer counted, and this card was not there."""

    office_id: UUID
    officer_id: UUID
    package_id: UUID
    gone: NotThere


@dataclass(frozen=True)
class NewWriteOff:
    """Which cards two officers give up, on what paper. Whoever makes one has checked the second officer's password."""

    office_id: UUID
    officer_id: UUID
    second_id: UUID
    package_ids: frozenset[UUID]
    paper: LossPaper
    number: str


def note_missing(session: Session, new: NewAbsence, *, now: datetime) -> str:
    """The package's alias. Refuses with UnknownPackage (none of this office), or CardMoved (no courier has the card).
    Locks the ledger's tail last."""
    (package,) = cards_for(session, new.office_id, frozenset({new.package_id}), to=OldCard.MISSING)
    step_cards(session, CardStep(OldCard.MISSING, gone=new.gone), (package,), by=new.officer_id, now=now)
    return package.alias


def write_off_cards(session: Session, new: NewWriteOff, *, now: datetime) -> int:
    """The index of the one leaf, which names the act. All of them or none; one that turns up later is counted in still.

    Refuses with Invalid (no paper's number, no card, or too many), SecondOfficerNeeded, UnknownPackage, or CardMoved
    whose `packages` nobody has noted as missing. Locks the ledger's tail last.
    """
    if not is_paper_number(new.number):
        raise Invalid
    check_second(session, new.second_id, first_id=new.officer_id, office_id=new.office_id)
    packages = cards_for(session, new.office_id, new.package_ids, to=OldCard.WRITTEN_OFF)
    state = OldCard.WRITTEN_OFF
    step = CardStep(state, second_id=new.second_id, paper=new.paper, paper_number=new.number)
    return step_cards(session, step, packages, by=new.officer_id, now=now)
