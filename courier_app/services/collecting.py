"""Handing a package out at the counter: an officer's record with its leaf, for there is no phone that could sign one
(decision 0061)."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from courier_app.domain.collecting import (
    CardHere,
    Collecting,
    ProvenBy,
    missing_at_counter,
    missing_of_card,
)
from courier_app.domain.exchange import OldCard
from courier_app.domain.merkle import LeafType
from courier_app.domain.packages import Status
from courier_app.domain.recipients import Relation, names_agree
from courier_app.domain.refusals import UnknownPackage, WrongStatus
from courier_app.models import Collection, Package
from courier_app.queries.policies import known_policy
from courier_app.services.card_desk import step_cards
from courier_app.services.claim_tries import try_code
from courier_app.services.counter import leave_the_courier
from courier_app.services.looks import Sight, What, record_look
from courier_app.services.moves import Actor, held_package, locked_package, move
from courier_app.services.old_cards import CardStep
from courier_app.services.ports import Ports
from courier_app.services.recipients import Erased, open_recipient
from courier_app.services.record_members import members_of
from courier_app.services.sealed_text import open_of_package, seal_for_package
from courier_app.services.server_records import append_record

COLUMN = "collection"  # what the vault binds the record to, beside the package


@dataclass(frozen=True)
class NewCollection:
    """`code`: the citizen's six digits, empty for none; `card` where an old one is owed."""

    package_id: UUID
    office_id: UUID
    officer_id: UUID
    said: Collecting
    code: str = ""
    card: CardHere | None = None


@dataclass(frozen=True)
class HandedOut:
    """`missing`: what the officer still has to see; nothing was handed out then."""

    collection: Collection | None = None
    missing: tuple[str, ...] = ()


def hand_out(session: Session, ports: Ports, new: NewCollection, *, now: datetime) -> HandedOut:
    """A wrong code is counted like one at the door, and a comparison that hands out nothing is kept, so what is missing
    is answered and not refused: commit it. The same again is the first one. Nobody is shown the recipient's name.

    Refuses with UnknownPackage (not this office's, or erased), and with WrongStatus what does not wait at the counter,
    or was handed out by another officer or in other words. Locks the package, and the ledger's tail last.
    """
    package = locked_package(session, new.package_id)
    known = session.get(Collection, package.id, populate_existing=True)
    if package.office_id != new.office_id:
        raise UnknownPackage
    if known and _is_same(session, ports, known, new):
        return HandedOut(known)
    if package.status is not Status.HELD_FOR_PICKUP:
        raise WrongStatus
    missing = _missing(session, ports, package, new, now=now)
    if missing:
        return HandedOut(missing=missing)
    return HandedOut(_recorded(session, ports, package, new, now=now))


@dataclass(frozen=True)
class Collected:
    """What the record says; without its personal part when the package's data were erased. The name is in clear:
    whoever shows it masks it, or records the look."""

    at: datetime
    leaf_index: int
    relation: Relation | None = None
    name: str = ""
    paper: str = ""
    letter: str = ""
    proven_by: ProvenBy | None = None


def collected_of(session: Session, ports: Ports, package_id: UUID) -> Collected | None:
    row = session.get(Collection, package_id)
    if row is None:
        return None
    sealed = open_of_package(session, ports, package_id, row.said_sealed, column=COLUMN)
    said = members_of((sealed or "").encode())
    relation, by = said.get("rel"), said.get("by")
    return Collected(
        row.collected_at,
        row.leaf_index,
        Relation(relation) if relation in set(Relation) else None,
        str(said.get("name") or ""),
        str(said.get("paper") or ""),
        str(said.get("letter") or ""),
        ProvenBy(by) if by in set(ProvenBy) else None,
    )


def _is_same(session: Session, ports: Ports, known: Collection, new: NewCollection) -> bool:
    """Pressed twice; what another officer says is not on record, and must not seem so."""
    said = open_of_package(session, ports, known.package_id, known.said_sealed, column=COLUMN)
    return known.user_id == new.officer_id and said == _told(new)


def _missing(
    session: Session, ports: Ports, package: Package, new: NewCollection, *, now: datetime
) -> tuple[str, ...]:
    """Nothing is compared before the rest is there: whoever only tries names has to say who came, and with what."""
    policy = known_policy(session, package.policy_id, package.policy_version)
    if policy is None:
        raise WrongStatus
    try:
        addressee = open_recipient(session, ports, package).name
    except Erased:
        raise UnknownPackage from None
    of_card = missing_of_card(new.card) if package.old_card is OldCard.OWED else ()
    missing = (*missing_at_counter(policy, new.said, has_code=bool(new.code)), *of_card)
    if missing:
        return missing
    wrong = _wrong(session, ports, package, new, addressee=addressee)
    if wrong:  # else the collection itself is the record
        by = Actor(user_id=new.officer_id)
        record_look(session, Sight(What.NAME_COMPARED, package.id), by=by, now=now)
    return wrong


def _wrong(
    session: Session, ports: Ports, package: Package, new: NewCollection, *, addressee: str
) -> tuple[str, ...]:
    """The code last: no slip elsewhere in the form costs one of its tries."""
    if not names_agree(new.said.made_out_to, addressee):
        return ("differs",)
    return ("code",) if new.code and not _try(session, ports, package, new.code) else ()


def _try(session: Session, ports: Ports, package: Package, code: str) -> bool:
    right = try_code(session, ports, held_package(session, package.id), code)
    session.refresh(package)  # its try was counted beside it
    return right


def _recorded(
    session: Session, ports: Ports, package: Package, new: NewCollection, *, now: datetime
) -> Collection:
    sealed = seal_for_package(session, ports, package.id, _told(new), column=COLUMN)
    _settle_card(session, package, new, now=now)
    move(session, package, Status.DELIVERED, by=Actor(user_id=new.officer_id), now=now)
    leave_the_courier(package)
    session.flush()
    index = append_record(session, LeafType.COLLECTED, _facts(package, new, sealed), now=now)
    row = Collection(
        package_id=package.id,
        office_id=package.office_id,
        user_id=new.officer_id,
        policy_id=package.policy_id,
        policy_version=package.policy_version,
        said_sealed=sealed,
        collected_at=now,
        leaf_index=index,
    )
    session.add(row)
    session.flush()
    return row


def _told(new: NewCollection) -> str:
    said, letter = new.said, new.card.kept_letter if new.card else ""
    facts = {"name": said.name, "rel": said.relation, "paper": said.paper or None, "letter": letter or None}
    by = ProvenBy.CODE if new.code else ProvenBy.SIGNATURE
    return json.dumps({"v": 1, **facts, "by": by.value})


def _facts(package: Package, new: NewCollection, sealed: bytes) -> dict[str, Any]:
    """Who took it stands in the leaf as a hash of what is sealed: it ties the words, before and after an erasure."""
    return {
        "package": str(package.id),
        "office": str(package.office_id),
        "user": str(new.officer_id),
        "policy": [package.policy_id, package.policy_version],
        "said_hash": hashlib.sha256(sealed).hexdigest(),
    }


def _settle_card(session: Session, package: Package, new: NewCollection, *, now: datetime) -> None:
    """In its own leaf, like a card that was brought to the desk by itself."""
    if package.old_card is not OldCard.OWED or new.card is None:
        return
    missing = new.card.missing
    step = CardStep(OldCard.NOT_AVAILABLE, missing=missing)
    if missing is None:
        step = CardStep(OldCard.COUNTED_IN, seal=new.card.seal or None)
    step_cards(session, step, (package,), by=new.officer_id, now=now)
