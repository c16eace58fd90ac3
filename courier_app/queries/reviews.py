"""Verdicts: which proofs count as true, which wait for one, and what was decided about a package's proofs."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from courier_app.domain.proofs import Outcome
from courier_app.domain.reviews import Decision, Standing
from courier_app.models import Proof, Review, User
from courier_app.queries.voids import IS_VOIDED


@dataclass(frozen=True)
class VerdictLine:
    """One verdict in short; the auditor's words stand on the proof's own page alone. Nobody, `who` None, where the
    recipient's signature arrived after the proof."""

    proof_id: UUID
    outcome: Outcome
    decision: Decision
    moved: bool
    made_at: datetime
    who: str | None


def stands(at: Standing) -> ColumnElement[bool]:
    """The condition for a query over proofs."""
    return _CONDITIONS[at]


def believed() -> ColumnElement[bool]:
    """What the rules accepted, and what a person accepted after them; not what was voided since."""
    return or_(stands(Standing.ACCEPTED), stands(Standing.UPHELD))


def overtaken() -> ColumnElement[bool]:
    """For a query over proofs of delivery: a person's verdict came too late to move the package, which had been
    delivered by another proof, was collected at the counter, or stands elsewhere. Good proofs, and not what its citizen
    is told."""
    return exists().where(Review.proof_id == Proof.id, Review.moved.is_(False)).correlate(Proof)


def verdicts_of(session: Session, package_id: UUID) -> tuple[VerdictLine, ...]:
    """Newest first."""
    query = (
        select(
            *(Review.proof_id, Proof.outcome, Review.decision),
            *(Review.moved, Review.made_at, User.name),
        )
        .join(Proof, Proof.id == Review.proof_id)
        .outerjoin(User, User.id == Review.user_id)
        .where(Review.package_id == package_id)
        .order_by(Review.made_at.desc(), Review.leaf_index.desc())
    )
    return tuple(VerdictLine(*row) for row in session.execute(query))


# Beside a query that joins verdicts itself, SQLAlchemy would take these for the same ones.
_DECIDED = exists().where(Review.proof_id == Proof.id).correlate(Proof)
_CONDITIONS: dict[Standing, ColumnElement[bool]] = {
    Standing.ACCEPTED: and_(Proof.mark.is_(None), ~IS_VOIDED),
    Standing.WAITING: and_(Proof.mark.is_not(None), ~_DECIDED),
    Standing.UPHELD: and_(
        Proof.mark.is_not(None), ~IS_VOIDED, _DECIDED.where(Review.decision == Decision.ACCEPTED)
    ),
    Standing.REJECTED: and_(Proof.mark.is_not(None), _DECIDED.where(Review.decision == Decision.REJECTED)),
    Standing.VOIDED: IS_VOIDED,
}
