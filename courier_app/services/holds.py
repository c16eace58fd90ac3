"""What keeps a package's data from being erased: a case, a proof without a verdict, or somebody's word."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.merkle import LeafType
from courier_app.domain.retention import HeldBy, HoldStep
from courier_app.domain.reviews import Standing
from courier_app.domain.rights import Right
from courier_app.models import Hold, Proof, RightsRequest
from courier_app.queries.reviews import stands
from courier_app.services.disputes import open_case_of
from courier_app.services.moves import locked_package
from courier_app.services.ports import Ports
from courier_app.services.sealed_text import open_of_package, seal_for_package
from courier_app.services.server_records import append_record

COLUMN = "hold"  # what the vault binds the reason to, beside the package and the row


@dataclass(frozen=True)
class HoldWord:
    """Who wants a package held or let go, and why in his own words."""

    package_id: UUID
    user_id: UUID
    reason: str


def put_hold(session: Session, ports: Ports, word: HoldWord, *, now: datetime) -> bool:
    """Whether it is held now by this word; a package that is held by hand already stays as it is. Refuses with
    UnknownPackage once its data were erased: there is nothing left to hold. Locks the ledger's tail last."""
    return _step(session, ports, word, HoldStep.PUT, now=now)


def lift_hold(session: Session, ports: Ports, word: HoldWord, *, now: datetime) -> bool:
    """Whether it was let go by this word. Refuses like put_hold(). Locks the ledger's tail last."""
    return _step(session, ports, word, HoldStep.LIFTED, now=now)


def hold_of(session: Session, package_id: UUID) -> Hold | None:
    """The hold by hand that stands."""
    last = select(Hold).where(Hold.package_id == package_id).order_by(Hold.leaf_index.desc()).limit(1)
    found = session.scalar(last)
    return found if found and found.step is HoldStep.PUT else None


def held_by(session: Session, package_id: UUID) -> tuple[HeldBy, ...]:
    """Everything that holds it; nothing: it may be erased. Ask under the package's lock."""
    return tuple(_holds(session, package_id))


def open_hold_reason(session: Session, ports: Ports, hold: Hold) -> str | None:
    """None when the package's data were erased. Whoever shows it to staff records the look first."""
    return open_of_package(session, ports, hold.package_id, hold.reason_sealed, column=f"{COLUMN}.{hold.id}")


def _holds(session: Session, package_id: UUID) -> Iterator[HeldBy]:
    if open_case_of(session, package_id):
        yield HeldBy.CASE
    waiting = select(Proof.id).where(Proof.package_id == package_id, stands(Standing.WAITING)).limit(1)
    if session.scalar(waiting):
        yield HeldBy.REVIEW
    if hold_of(session, package_id):
        yield HeldBy.HAND
    asked = (RightsRequest.package_id == package_id, RightsRequest.answered_at.is_(None))
    if session.scalar(select(RightsRequest.id).where(*asked, RightsRequest.right != Right.ERASURE).limit(1)):
        yield HeldBy.REQUEST


def _step(session: Session, ports: Ports, word: HoldWord, step: HoldStep, *, now: datetime) -> bool:
    package = locked_package(session, word.package_id)
    if (hold_of(session, package.id) is not None) == (step is HoldStep.PUT):
        return False
    row_id = uuid4()
    sealed = seal_for_package(session, ports, package.id, word.reason, column=f"{COLUMN}.{row_id}")
    facts = {
        "entry": str(row_id),
        "package": str(package.id),
        "step": step.value,
        "user": str(word.user_id),
        "reason_hash": hashlib.sha256(sealed).hexdigest(),
    }
    index = append_record(session, LeafType.HOLD, facts, now=now)
    said = {"id": row_id, "package_id": package.id, "step": step, "at": now, "user_id": word.user_id}
    session.add(Hold(**said, reason_sealed=sealed, leaf_index=index))
    session.flush()
    return True
