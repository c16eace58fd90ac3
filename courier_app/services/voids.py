"""Voiding a delivery that never was: two officers, a reason, a leaf that refers to the proof's (decision 0050)."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from courier_app.domain.merkle import LeafType
from courier_app.domain.packages import Status
from courier_app.domain.refusals import Invalid, UnknownPackage, WrongStatus
from courier_app.domain.reviews import standing
from courier_app.domain.voids import VOIDED_TO, may_be_voided
from courier_app.models import Package, Proof, Review, Void
from courier_app.services.card_desk import check_second
from courier_app.services.counter import note_stay
from courier_app.services.moves import Actor, locked_package, moved_last, walk
from courier_app.services.old_cards import owe_again
from courier_app.services.ports import Ports
from courier_app.services.sealed_text import open_of_package, seal_for_package
from courier_app.services.server_records import append_record

COLUMN = "void"  # what the vault binds the reason to, beside the package


@dataclass(frozen=True)
class NewVoid:
    """`to`: where the envelope is after all. Whoever makes one has checked both officers' passwords."""

    proof_id: UUID
    office_id: UUID
    user_id: UUID
    second_id: UUID
    to: Status
    reason: str = field(repr=False)


def void_delivery(session: Session, ports: Ports, new: NewVoid, *, now: datetime) -> Void:
    """The proof stays as it is and counts no more; the package takes one step. The same void again is the first one.
    Locks the package, and the ledger's tail last.

    Refuses with SecondOfficerNeeded; with Invalid a place that no voided delivery leads to; with WrongStatus a proof
    that does not count, or is not the one its package stands at; with UnknownPackage when the data were erased, or the
    package is of another office.
    """
    proof = session.get_one(Proof, new.proof_id)
    package = locked_package(session, proof.package_id)
    known = session.get(Void, proof.id, populate_existing=True)
    if known and (known.user_id, known.status) == (new.user_id, new.to):
        return known
    if new.to not in VOIDED_TO:
        raise Invalid
    if package.office_id != new.office_id:
        raise UnknownPackage
    check_second(session, new.second_id, first_id=new.user_id, office_id=new.office_id)
    if known or not _stands_at(session, proof, package):
        raise WrongStatus
    sealed = seal_for_package(session, ports, package.id, new.reason, column=COLUMN)
    owe_again(session, package, proof)
    package.attempt += new.to is Status.ATTEMPT_FAILED
    if package.last_attempt is not None:  # a handover that never was uses up no attempt
        package.last_attempt = max(package.last_attempt, package.attempt)
    walk(session, package, (new.to,), by=Actor(user_id=new.user_id), at=(now, now))
    session.flush()
    facts = _facts(proof, new) | {"reason_hash": hashlib.sha256(sealed).hexdigest()}
    index = append_record(session, LeafType.VOID, facts, now=now, ref=proof.leaf_index)
    whose = {"proof_id": proof.id, "package_id": package.id, "user_id": new.user_id}
    whose |= {"second_id": new.second_id}
    void = Void(**whose, status=new.to, reason_sealed=sealed, made_at=now, leaf_index=index)
    session.add(void)
    session.flush()
    if new.to is Status.HELD_FOR_PICKUP:
        note_stay(session, (package,), by=new.user_id, now=now)
    return void


def void_of(session: Session, proof_id: UUID) -> Void | None:
    return session.get(Void, proof_id)


def open_void_reason(session: Session, ports: Ports, void: Void) -> str | None:
    """None when the package's data were erased, or it does not open any more."""
    return open_of_package(session, ports, void.package_id, void.reason_sealed, column=COLUMN)


def _stands_at(session: Session, proof: Proof, package: Package) -> bool:
    """The last step is this proof's, and it counts."""
    review = session.get(Review, proof.id)
    at = standing(proof.mark, review.decision if review else None)
    return moved_last(session, package.id) == proof.id and may_be_voided(proof.outcome, at, package.status)


def _facts(proof: Proof, new: NewVoid) -> dict[str, object]:
    return {
        "proof": str(proof.id),
        "proof_leaf": proof.leaf_index,
        "package": str(proof.package_id),
        "to": new.to.value,
        "user": str(new.user_id),
        "second": str(new.second_id),
    }
