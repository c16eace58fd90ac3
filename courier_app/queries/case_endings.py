"""How cases ended, for the courier who was asked and for his partner: the verdict, never its reason or a citizen."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from courier_app.domain.disputes import Verdict
from courier_app.models import Courier, Dispute, Package
from courier_app.queries.disputes import courier_of_case, handed_over_at
from courier_app.queries.partner import OwnCouriers

MOST_SHOWN = 50


@dataclass(frozen=True)
class Ending:
    """A package by its printed number; `handed_over_at` as its proof has it."""

    dispute_id: UUID
    alias: str
    handed_over_at: datetime | None
    verdict: Verdict
    decided_at: datetime
    courier: str


def endings_for(session: Session, courier_id: UUID, *, since: datetime) -> tuple[Ending, ...]:
    """What the office found about packages that this courier brought; newest first, at most MOST_SHOWN."""
    return _rows(session, _endings(since).where(Courier.id == courier_id))


def endings_of(session: Session, mine: OwnCouriers, *, since: datetime) -> tuple[Ending, ...]:
    query = _endings(since).where(Dispute.office_id == mine.office_id, mine.condition)
    return _rows(session, query)


def _endings(since: datetime) -> Select:  # type: ignore[type-arg]
    """A case that the citizen ended by "received" needs to be told to nobody."""
    columns = (
        *(Dispute.id, Package.alias, handed_over_at(), Dispute.verdict, Dispute.decided_at, Courier.name),
    )
    return (
        select(*columns)
        .join(Package, Package.id == Dispute.package_id)
        .join(Courier, Courier.id == courier_of_case())
        .where(Dispute.decided_at >= since, Dispute.decided_by.is_not(None))
    )


def _rows(session: Session, query: Select) -> tuple[Ending, ...]:  # type: ignore[type-arg]
    newest = query.order_by(Dispute.decided_at.desc(), Dispute.id).limit(MOST_SHOWN)
    return tuple(Ending(*row) for row in session.execute(newest))
