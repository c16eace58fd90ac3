"""Voided deliveries as their rows say them, against their records, the leaf they refer to, and the step they made."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.models import Leaf, Proof, Void
from courier_app.services.history_audit import step_of_officer
from courier_app.services.record_members import STREAMED, differs, members_of

Records = Mapping[str, dict[str, Any]]


def voids_that_differ(session: Session, records: Records) -> Iterator[str]:
    """Words for each void that says another thing than its record, has none, is gone, refers to another leaf than its
    proof's, or has not moved its package."""
    left = set(records)
    moved_there = step_of_officer(Void, Void.status, at=Void.made_at)
    rows = select(Void, Proof.leaf_index, Proof.package_id, Leaf.entry, moved_there)
    joined = rows.join(Proof, Proof.id == Void.proof_id).join(Leaf, Leaf.index == Void.leaf_index)
    for void, proof_leaf, package_id, entry, moved in session.execute(joined, execution_options=STREAMED):
        left.discard(str(void.proof_id))
        same = members_of(entry).get("ref") == proof_leaf and void.package_id == package_id
        if not same or not moved or differs(records.get(str(void.proof_id)), _stated(void, proof_leaf)):
            yield f"void of proof {void.proof_id}"
    yield from (f"void of proof {proof}, which is gone" for proof in sorted(left))


def _stated(void: Void, proof_leaf: int) -> dict[str, object]:
    return {
        "proof_leaf": proof_leaf,
        "package": str(void.package_id),
        "to": void.status.value,
        "user": str(void.user_id),
        "second": str(void.second_id),
        "at": void.made_at.isoformat(),
        "reason_hash": hashlib.sha256(void.reason_sealed).hexdigest(),
    }
