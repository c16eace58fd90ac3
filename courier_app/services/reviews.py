"""A person's verdict on a proof that was kept for review: one per proof, on record, with its leaf (decision 0016)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from courier_app.domain.merkle import LeafType
from courier_app.domain.packages import Status
from courier_app.domain.proofs import Outcome, happened_at
from courier_app.domain.reasons import REASONS, Reason
from courier_app.domain.refusals import AlreadyReviewed, WrongStatus
from courier_app.domain.reviews import Decision, steps_when_accepted
from courier_app.models import Package, Proof, Review
from courier_app.services.moves import Actor, locked_package, walk
from courier_app.services.old_cards import settle_upheld
from courier_app.services.ports import Ports
from courier_app.services.sealed_text import open_of_package, seal_for_package
from courier_app.services.server_records import append_record

COLUMN = "review"  # what the vault binds the reason to, beside the package


@dataclass(frozen=True)
class NewReview:
    """`seen` is the package's status when the auditor decided: what was promised beside the button must be so still.
    Without a `user_id` the server itself completes a proof (services/own_phone_late.py)."""

    proof_id: UUID
    user_id: UUID | None
    decision: Decision
    reason: str
    seen: Status


def review_proof(session: Session, ports: Ports, new: NewReview, *, now: datetime) -> Review:
    """The verdict, the package's steps and the leaf, in the one transaction of the caller; the proof stays as it is.
    The same verdict of the same person again is the first one. Locks the package, and the ledger's tail last.

    Refuses with AlreadyReviewed; with WrongStatus a proof that needs no verdict, and one whose package has moved since
    it was looked at; with UnknownPackage when the package's data were erased; with CardOwed what would go round the
    exchange. The caller has checked the office.
    """
    proof = session.get_one(Proof, new.proof_id)
    package = locked_package(session, proof.package_id)
    known = session.get(Review, proof.id, populate_existing=True)
    if known:
        return _the_same_again(known, new)
    if proof.mark is None or package.status is not new.seen:
        raise WrongStatus
    sealed = seal_for_package(session, ports, package.id, new.reason, column=COLUMN)
    if new.decision is Decision.ACCEPTED:
        settle_upheld(session, ports, proof, by=new.user_id, now=now)
    steps = _moved(session, package, proof, new, now=now)
    facts = _facts(proof, new) | {"reason_hash": hashlib.sha256(sealed).hexdigest(), "steps": list(steps)}
    review = Review(
        proof_id=proof.id,
        package_id=package.id,
        user_id=new.user_id,
        decision=new.decision,
        reason_sealed=sealed,
        moved=bool(steps),
        made_at=now,
        leaf_index=append_record(session, LeafType.VERDICT, facts, now=now),
    )
    session.add(review)
    session.flush()
    return review


def open_reason(session: Session, ports: Ports, review: Review) -> str | None:
    """What the auditor wrote; None when the package's data were erased, or it does not open any more."""
    return open_of_package(session, ports, review.package_id, review.reason_sealed, column=COLUMN)


def _the_same_again(known: Review, new: NewReview) -> Review:
    if (known.user_id, known.decision) != (new.user_id, new.decision):
        raise AlreadyReviewed
    return known


def _facts(proof: Proof, new: NewReview) -> dict[str, object]:
    """The sealed reason's hash ties the words to the leaf without telling them, before and after erasure."""
    return {
        "proof": str(proof.id),
        "proof_leaf": proof.leaf_index,
        "user": str(new.user_id) if new.user_id else None,
        "decision": new.decision.value,
    }


def _moved(
    session: Session, package: Package, proof: Proof, new: NewReview, *, now: datetime
) -> tuple[Status, ...]:
    """The steps that the package takes now. None when the proof is rejected, or its way is no longer open."""
    accepted = new.decision is Decision.ACCEPTED
    steps = steps_when_accepted(package.status, proof.outcome) if accepted else ()
    if steps:
        happened = happened_at(proof, received_at=proof.received_at)
        by = Actor(user_id=new.user_id, proof_id=proof.id)
        walk(session, package, steps, by=by, at=(happened, now))
        package.attempt += _counts(proof)
    return steps


def _counts(proof: Proof) -> bool:
    failed = proof.outcome is Outcome.ATTEMPT_FAILED
    return failed and REASONS[Reason(str(proof.reason))].counts_as_attempt
