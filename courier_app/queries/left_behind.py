"""Envelopes that a driver still has though his trip is over: the office waits for them, whatever he has pressed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from courier_app.domain.packages import WITH_COURIER, Status
from courier_app.models import Courier, Handover, Package, Proof
from courier_app.queries.handovers import says_delivered
from courier_app.queries.scopes import Scope

MOST = 100
_WITH_HIM = WITH_COURIER - {Status.RETURNING, Status.REPORTED_DELIVERED}


@dataclass(frozen=True)
class LeftBehind:
    """`recalled`: the office ended the trip; else its time was over."""

    id: UUID
    alias: str
    kind: str
    status: Status
    courier_name: str | None
    recalled: bool


def left_behind(session: Session, scope: Scope, *, now: datetime) -> tuple[LeftBehind, ...]:
    """Newest trip first, at most MOST. Not what comes back already, nor what he says that he has handed over. A postman
    goes on with what he holds, whatever becomes of his handover."""
    told = exists().where(Proof.package_id == Package.id, says_delivered()).correlate(Package, Handover)
    over = or_(Handover.revoked_at.is_not(None), Handover.expires_at <= now)
    columns = (Package.id, Package.alias, Package.kind, Package.status)
    query = (
        select(*columns, Courier.name, Handover.revoked_at.is_not(None))
        .join(Handover, Handover.id == Package.handover_id)
        .outerjoin(Courier, Courier.id == Package.courier_id)
        .where(scope.of(Package.office_id), Package.status.in_(_WITH_HIM))
        .where(Handover.expires_at.is_not(None), over, ~told)
        .order_by(Handover.created_at.desc(), Package.alias)
        .limit(MOST)
    )
    return tuple(LeftBehind(*row) for row in session.execute(query))
