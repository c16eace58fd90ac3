"""Voided deliveries: who took which proof out of the count, and where its package stands instead."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from courier_app.domain.packages import Status
from courier_app.models import Proof, User, Void

# For a query over proofs: whether this one counts no more.
IS_VOIDED = exists().where(Void.proof_id == Proof.id).correlate(Proof)


@dataclass(frozen=True)
class VoidRow:
    proof_id: UUID
    to: Status
    made_at: datetime
    first: str
    second: str
    leaf_index: int


def voids_of(session: Session, package_id: UUID) -> tuple[VoidRow, ...]:
    """Oldest first."""
    first, second = aliased(User), aliased(User)
    columns = (Void.proof_id, Void.status, Void.made_at, first.name, second.name, Void.leaf_index)
    query = select(*columns).join(first, first.id == Void.user_id).join(second, second.id == Void.second_id)
    rows = session.execute(query.where(Void.package_id == package_id).order_by(Void.leaf_index))
    return tuple(VoidRow(*row) for row in rows)
