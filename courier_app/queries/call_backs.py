"""Who rang up the recipient of a proof, and what came of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, and_, exists, literal_column, or_, select
from sqlalchemy.orm import Session, aliased

from courier_app.domain.call_backs import CALLED_BACK, CONFIRMS, MOST_CALLS, REACHED, TAKEN_BACK, CallAnswer
from courier_app.domain.packages import Status
from courier_app.domain.reviews import Standing
from courier_app.models import Look, Package, Proof, Statement, User
from courier_app.models.proofs import WORD_ALONE
from courier_app.queries.reviews import believed, overtaken, stands

MOST_SHOWN = 200


@dataclass(frozen=True)
class CallRow:
    """One call; its note is still sealed. One that was noted by mistake stays, and does not count."""

    id: UUID
    proof_id: UUID
    at: datetime
    who: str
    user_id: UUID
    answer: CallAnswer
    words_sealed: bytes | None
    struck_at: datetime | None
    struck_by: str | None

    @property
    def counts(self) -> bool:
        return self.struck_at is None


def to_call(since: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """For a query over proofs: unheard() and somebody can still be asked. The one rule of the list, its numbers and the
    proof's own page. `since`: of to_call_since()."""
    readable = exists().where(Package.id == Proof.package_id, Package.erased_at.is_(None))
    return and_(unheard(), Proof.received_at >= since, readable.correlate(Proof))


def unheard() -> ColumnElement[bool]:
    """For a query over proofs: a delivery that counts stands on the courier's word alone, and its recipient has not
    confirmed it. Time and erasing confirm nothing, and "not received" on the telephone does so least of all."""
    here = exists().where(
        *(Package.id == Proof.package_id, Package.status == Status.DELIVERED),
        Package.overturned_at.is_(None),
    )
    confirmed = exists().where(
        *(Look.package_id == Proof.package_id, Look.subject_id == Proof.id),
        *(Look.what == CALLED_BACK, Look.reason.in_(CONFIRMS), _counts(), ~_denied_since()),
    )
    answered = exists().where(
        Statement.package_id == Proof.package_id, Statement.made_at >= Proof.received_at
    )
    return and_(
        literal_column(f"proofs.{WORD_ALONE}"),
        *(~confirmed.correlate(Proof), ~answered.correlate(Proof), here.correlate(Proof)),
        *(believed(), ~overtaken()),
    )


def to_call_among(session: Session, proof_ids: Collection[UUID], *, since: datetime) -> frozenset[UUID]:
    """Of these proofs, those whose recipient somebody has to ring up."""
    return frozenset(session.scalars(select(Proof.id).where(Proof.id.in_(proof_ids), to_call(since))))


def calls_of(session: Session, package_id: UUID, proof_id: UUID) -> tuple[CallRow, ...]:
    """Oldest first."""
    return _calls(session, Look.package_id == package_id, Look.subject_id == proof_id, most=MOST_CALLS)


def calls_about(session: Session, package_id: UUID) -> tuple[CallRow, ...]:
    """About any of the package's proofs, oldest first; without what was noted by mistake."""
    rows = _calls(session, Look.package_id == package_id, most=MOST_SHOWN)
    return tuple(row for row in rows if row.counts)


def denied_by_phone(session: Session, package_id: UUID) -> CallRow | None:
    """The last call that reached somebody, where "not received" was said of a delivery that still counts or waits for a
    verdict, and the citizen has not answered since."""
    reached = [row for row in calls_about(session, package_id) if row.answer in REACHED]
    if not reached or reached[-1].answer is not CallAnswer.NOT_RECEIVED:
        return None
    counts = or_(believed(), stands(Standing.WAITING))
    answered = exists().where(Statement.package_id == package_id, Statement.made_at >= reached[-1].at)
    query = select(exists().where(Proof.id == reached[-1].proof_id, counts) & ~answered)
    return reached[-1] if session.scalar(query) else None


def _calls(session: Session, *which: ColumnElement[bool], most: int) -> tuple[CallRow, ...]:
    back, striker = aliased(Look), aliased(User)
    query = (
        select(
            *(Look.id, Look.subject_id, Look.at, User.name, User.id, Look.reason, Look.words_sealed),
            *(back.at, striker.name),
        )
        .join(User, User.id == Look.user_id)
        .outerjoin(back, _takes_back(back))
        .outerjoin(striker, striker.id == back.user_id)
        .where(Look.what == CALLED_BACK, *which)
        .order_by(Look.at, Look.id)
        .limit(most)
    )
    rows = session.execute(query)
    return tuple(CallRow(*row[:5], CallAnswer(str(row[5])), *row[6:]) for row in rows)


def _counts(call: type[Look] = Look) -> ColumnElement[bool]:
    """For a query over calls: nobody has said that it was noted by mistake."""
    back = aliased(Look)
    return ~exists().where(_takes_back(back, call)).correlate(call)


def _denied_since() -> ColumnElement[bool]:
    """For a query over calls: a later one was told "not received"."""
    later = aliased(Look)
    about = (later.package_id == Look.package_id, later.subject_id == Look.subject_id)
    denies = (later.what == CALLED_BACK, later.reason == CallAnswer.NOT_RECEIVED, later.at > Look.at)
    return exists().where(*about, *denies, _counts(later)).correlate(Look)


def _takes_back(back: type[Look], call: type[Look] = Look) -> ColumnElement[bool]:
    """`back` says of the call beside it that it was noted by mistake."""
    return and_(back.package_id == call.package_id, back.what == TAKEN_BACK, back.subject_id == call.id)


def reached_among(session: Session, proofs: Mapping[UUID, UUID]) -> dict[UUID, CallAnswer]:
    """Of these proofs, each with its package: those of which somebody was reached, and what was said last."""
    query = (
        select(Look.subject_id, Look.reason)
        .where(Look.package_id.in_(proofs.values()), Look.subject_id.in_(proofs))
        .where(Look.what == CALLED_BACK, Look.reason.in_(REACHED), _counts())
        .order_by(Look.at, Look.id)
    )
    return {proof: CallAnswer(str(said)) for proof, said in session.execute(query)}
