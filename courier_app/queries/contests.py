"""What stands against a delivery: an open case, or a verdict that the recipient has not received it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.confirmations import ASKED
from courier_app.domain.disputes import Verdict, case_against
from courier_app.models import Answer, Dispute, Package, Statement


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """For anyone with the label in hand: a delivery is contested while `decided_at` is None, and overturned from then
    on. `came_at`: the citizen has said since that it came after all."""

    decided_at: datetime | None
    came_at: datetime | None = None

    @property
    def overturned(self) -> bool:
        return self.decided_at is not None


@dataclass(frozen=True, kw_only=True)
class Contest(Doubt):
    """For the citizen and the office. `leaf_index` is where the last step stands in the ledger."""

    dispute_id: UUID
    opened_at: datetime
    verdict: Verdict | None
    leaf_index: int | None

    @property
    def for_anyone(self) -> Doubt:
        return Doubt(decided_at=self.decided_at, came_at=self.came_at)


def contest_of(session: Session, package_id: UUID) -> Contest | None:
    """None where a delivery stands, and where nobody says that there was one."""
    case = next(_against(session, [package_id]), None)
    if case is None:
        return None
    index = case.opened_leaf if case.decided_at is None else case.decided_leaf
    came = _came_at(session, package_id, case.decided_at) if case.decided_at else None
    return Contest(
        dispute_id=case.id,
        opened_at=case.opened_at,
        verdict=case.verdict,
        decided_at=case.decided_at,
        leaf_index=index,
        came_at=came,
    )


def overturned_among(session: Session, package_ids: Sequence[UUID]) -> frozenset[UUID]:
    """For a list of packages: those whose delivery was found not received."""
    return frozenset(case.package_id for case in _against(session, package_ids) if case.decided_at)


def _against(session: Session, package_ids: Sequence[UUID]) -> Iterator[Dispute]:
    """A package that went on from a mere report has its verdict behind it; an open case stands whatever it does."""
    query = (
        select(Dispute, Package.status, Package.closed_at)
        .join(Package, Package.id == Dispute.package_id)
        .where(Dispute.package_id.in_(package_ids))
        .order_by(Dispute.package_id)
    )
    for _, rows in groupby(session.execute(query), key=lambda row: row[0].package_id):
        found = list(rows)
        case = case_against([row[0] for row in found], recorded_at=found[0].closed_at)
        if case and (case.decided_at is None or found[0].status in ASKED):
            yield case


def _came_at(session: Session, package_id: UUID, since: datetime) -> datetime | None:
    mine = select(Statement.answer, Statement.made_at).where(Statement.package_id == package_id)
    last = session.execute(mine.order_by(Statement.made_at.desc()).limit(1)).first()
    return last.made_at if last and last.answer is Answer.RECEIVED and last.made_at > since else None
