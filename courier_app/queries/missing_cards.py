"""Old cards that were not there at the count: which, since when, and what was given up."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from courier_app.domain.exchange import OldCard
from courier_app.domain.lost_cards import LossPaper, NotThere
from courier_app.models import Courier, OldCardStep, Package, User
from courier_app.queries.old_cards import SHOWN, WHO_TOOK
from courier_app.queries.scopes import Scope


@dataclass(frozen=True)
class MissingCard:
    """`collected_at` by the courier's phone, `noted_at` when the office counted; `seal` as written down at the door."""

    package_id: UUID
    alias: str
    courier: str | None
    collected_at: datetime
    seal: str | None
    noted_at: datetime
    gone: NotThere | None
    who: str | None


@dataclass(frozen=True)
class WriteOff:
    """One act: its leaf, when, by whom, on what paper, how many cards."""

    leaf_index: int
    at: datetime
    first: str
    second: str
    paper: LossPaper | None
    number: str | None
    cards: int


def missing_cards(
    session: Session, scope: Scope, *, courier_id: UUID | None = None
) -> tuple[MissingCard, ...]:
    """Whatever is still looked for; the longest gone first, at most SHOWN."""
    noted, door = OldCardStep, aliased(OldCardStep)
    query = (
        select(
            *(Package.id, Package.alias, Courier.name, door.happened_at, door.seal),
            *(noted.recorded_at, noted.gone, User.name),
        )
        .join(noted, and_(noted.package_id == Package.id, noted.state == OldCard.MISSING))
        .join(door, and_(door.package_id == Package.id, door.state == OldCard.COLLECTED))
        .outerjoin(Courier, Courier.id == WHO_TOOK)
        .outerjoin(User, User.id == noted.user_id)
        .where(scope.of(Package.office_id), Package.old_card == OldCard.MISSING)
        .order_by(door.happened_at, Package.id)
        .limit(SHOWN)
    )
    mine = query.where(Courier.id == courier_id) if courier_id else query
    return tuple(MissingCard(*row) for row in session.execute(mine))


def write_offs(session: Session, scope: Scope) -> tuple[WriteOff, ...]:
    """The last SHOWN, newest first."""
    step, first, second = OldCardStep, aliased(User), aliased(User)
    said = (step.leaf_index, step.recorded_at, first.name, second.name, step.paper, step.paper_number)
    query = (
        select(*said, func.count())
        .join(first, first.id == step.user_id)
        .join(second, second.id == step.second_id)
        .where(scope.of(step.office_id), step.state == OldCard.WRITTEN_OFF)
        .group_by(*said)
        .order_by(step.leaf_index.desc())
        .limit(SHOWN)
    )
    return tuple(WriteOff(*row) for row in session.execute(query))
