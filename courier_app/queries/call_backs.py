"""Who rang up the recipient of a proof, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.call_backs import CALLED_BACK, MOST_CALLS, CallAnswer, last_reached
from courier_app.models import Look, User


@dataclass(frozen=True)
class CallRow:
    """One call; its note is still sealed."""

    at: datetime
    who: str
    user_id: UUID
    answer: CallAnswer
    words_sealed: bytes | None


def calls_of(session: Session, package_id: UUID, proof_id: UUID) -> tuple[CallRow, ...]:
    """Oldest first."""
    query = (
        select(Look.at, User.name, User.id, Look.reason, Look.words_sealed)
        .join(User, User.id == Look.user_id)
        .where(Look.package_id == package_id, Look.subject_id == proof_id, Look.what == CALLED_BACK)
        .order_by(Look.at, Look.id)
        .limit(MOST_CALLS)
    )
    return tuple(
        CallRow(at, who, user_id, CallAnswer(str(why)), sealed)
        for at, who, user_id, why, sealed in session.execute(query)
    )


def reached_among(session: Session, proofs: Mapping[UUID, UUID]) -> dict[UUID, CallAnswer]:
    """Of these proofs, each with its package: those of which somebody was reached, and what was said last."""
    query = (
        select(Look.subject_id, Look.reason)
        .where(Look.package_id.in_(proofs.values()), Look.subject_id.in_(proofs))
        .where(Look.what == CALLED_BACK)
        .order_by(Look.subject_id, Look.at, Look.id)
    )
    calls = groupby(session.execute(query), key=lambda row: row[0])
    said = {proof: last_reached(CallAnswer(str(row[1])) for row in rows) for proof, rows in calls}
    return {proof: answer for proof, answer in said.items() if answer}
