"""What couriers of an office declared of their health: the latest of today, and a courier's last ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import BindParameter, Select, func, select
from sqlalchemy.orm import Session

from courier_app.models import ShiftDeclaration
from courier_app.queries.scopes import Scope

MOST_SHOWN = 31
_S = ShiftDeclaration


@dataclass(frozen=True)
class DeclarationRow:
    """Pass or fail, and nothing else: what was failed is nobody's business but the courier's."""

    courier_id: UUID
    fit: bool
    declared_at: datetime
    received_at: datetime


_COLUMNS = (_S.courier_id, _S.fit, _S.declared_at, _S.received_at)
_NEWEST = (_S.declared_at.desc(), _S.received_at.desc())


def declared_since(session: Session, office_id: UUID, since: datetime) -> Mapping[UUID, DeclarationRow]:
    """The latest of each courier."""
    query = select(*_COLUMNS).where(_S.office_id == office_id, _S.declared_at >= since)
    rows = session.execute(query.order_by(_S.declared_at, _S.received_at))
    return {row.courier_id: DeclarationRow(*row) for row in rows}


def recovered_since(session: Session, office_id: UUID, since: datetime) -> frozenset[UUID]:
    """Couriers who said that they may not work, and after it that they may: somebody may want to ask."""
    mine = (_S.office_id == office_id, _S.declared_at >= since)
    unfit = frozenset(session.scalars(select(_S.courier_id).where(*mine, _S.fit.is_(False))))
    last = declared_since(session, office_id, since)
    return frozenset(courier_id for courier_id in unfit if last[courier_id].fit)


def declarations_of(session: Session, courier_id: UUID) -> Sequence[DeclarationRow]:
    """Newest first."""
    query = select(*_COLUMNS).where(_S.courier_id == courier_id).order_by(*_NEWEST).limit(MOST_SHOWN)
    return [DeclarationRow(*row) for row in session.execute(query)]


def unfit_since(scope: Scope, since: datetime | BindParameter[datetime]) -> Select[tuple[UUID]]:
    """Couriers whose latest word since then is that they may not work."""
    newest = func.row_number().over(partition_by=_S.courier_id, order_by=_NEWEST).label("n")
    ranked = (
        select(_S.courier_id, _S.fit, newest)
        .where(scope.of(_S.office_id), _S.declared_at >= since)
        .subquery()
    )
    return select(ranked.c.courier_id).where(ranked.c.n == 1, ranked.c.fit.is_(False))
