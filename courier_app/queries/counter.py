"""What waits at the office's counter for its citizen."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.counter import Longer, is_past
from courier_app.domain.exchange import OldCard
from courier_app.domain.packages import Status
from courier_app.domain.retries import is_used_up
from courier_app.models import CounterStay, Package, User
from courier_app.queries.scopes import Scope

SHOWN = 100


@dataclass(frozen=True)
class Waiting:
    """`past`: its days are over, and the office has to decide."""

    id: UUID
    alias: str
    kind: str
    since: datetime
    until: datetime | None
    attempt: int
    card_owed: bool
    past: bool


@dataclass(frozen=True)
class Stay:
    """One officer's word that it waits, or waits longer."""

    made_at: datetime
    until: datetime
    longer: Longer | None
    who: str


def waiting_at_counter(session: Session, scope: Scope, *, now: datetime) -> tuple[Waiting, ...]:
    """Whose days are over first; at most SHOWN."""
    columns = (Package.id, Package.alias, Package.kind, Package.changed_at, Package.held_until)
    query = (
        select(*columns, Package.attempt, Package.old_card)
        .where(scope.of(Package.office_id), Package.status == Status.HELD_FOR_PICKUP)
        .order_by(Package.held_until.nulls_first(), Package.id)
        .limit(SHOWN)
    )
    return tuple(
        Waiting(*row[:6], card_owed=row[6] is OldCard.OWED, past=is_past(row[4], now))
        for row in session.execute(query)
    )


def stays_of(session: Session, package_id: UUID) -> tuple[Stay, ...]:
    """Oldest first."""
    columns = (CounterStay.made_at, CounterStay.until, CounterStay.longer, User.name)
    query = select(*columns).join(User, User.id == CounterStay.user_id)
    mine = query.where(CounterStay.package_id == package_id).order_by(CounterStay.leaf_index)
    return tuple(Stay(*row) for row in session.execute(mine))


def used_up_among(session: Session, package_ids: Collection[UUID]) -> dict[UUID, str]:
    """Those that no courier is to try again, and their aliases."""
    columns = (Package.id, Package.alias, Package.attempt, Package.last_attempt)
    rows = session.execute(select(*columns).where(Package.id.in_(package_ids)))
    return {row.id: row.alias for row in rows if is_used_up(row.attempt, row.last_attempt)}
