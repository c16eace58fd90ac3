"""Who rang up the recipient of a proof, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, aliased

from courier_app.domain.call_backs import CALLED_BACK, MOST_CALLS, REACHED, TAKEN_BACK, CallAnswer
from courier_app.models import Look, User


@dataclass(frozen=True)
class CallRow:
    """One call; its note is still sealed. One that was noted by mistake stays, and does not count."""

    id: UUID
    at: datetime
    who: str
    user_id: UUID
    answer: CallAnswer
    words_sealed: bytes | None
    counts: bool


def calls_of(session: Session, package_id: UUID, proof_id: UUID) -> tuple[CallRow, ...]:
    """Oldest first."""
    query = (
        select(Look.id, Look.at, User.name, User.id, Look.reason, Look.words_sealed, _counts())
        .join(User, User.id == Look.user_id)
        .where(Look.package_id == package_id, Look.subject_id == proof_id, Look.what == CALLED_BACK)
        .order_by(Look.at, Look.id)
        .limit(MOST_CALLS)
    )
    return tuple(
        CallRow(id_, at, who, user_id, CallAnswer(str(why)), sealed, bool(counts))
        for id_, at, who, user_id, why, sealed, counts in session.execute(query)
    )


def _counts() -> ColumnElement[bool]:
    """For a query over calls: nobody has said that it was noted by mistake."""
    back = aliased(Look)
    here = (back.package_id == Look.package_id, back.what == TAKEN_BACK, back.subject_id == Look.id)
    return ~exists().where(*here).correlate(Look)


def reached_among(session: Session, proofs: Mapping[UUID, UUID]) -> dict[UUID, CallAnswer]:
    """Of these proofs, each with its package: those of which somebody was reached, and what was said last."""
    query = (
        select(Look.subject_id, Look.reason)
        .where(Look.package_id.in_(proofs.values()), Look.subject_id.in_(proofs))
        .where(Look.what == CALLED_BACK, Look.reason.in_(REACHED), _counts())
        .order_by(Look.at, Look.id)
    )
    return {proof: CallAnswer(str(said)) for proof, said in session.execute(query)}
