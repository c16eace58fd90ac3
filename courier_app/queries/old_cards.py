"""Old cards on their way back: what happened to one, and which are where."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from courier_app.domain.exchange import NoCard, OldCard
from courier_app.models import Courier, OldCardStep, Package, User, Void
from courier_app.queries.scopes import Scope

SHOWN = 100
# For a query over steps: what a delivery said of a card that nobody gave holds no more once it is voided.
IS_UNDONE = and_(
    OldCardStep.state == OldCard.NOT_AVAILABLE,
    exists().where(Void.proof_id == OldCardStep.proof_id).correlate(OldCardStep),
)
_NOT_BACK = (OldCard.COLLECTED, OldCard.MISSING, OldCard.WRITTEN_OFF)


@dataclass(frozen=True)
class CardStepLine:
    """One step. `who` did it, an officer before a courier; `second` the other officer of a destruction."""

    state: OldCard
    happened_at: datetime
    recorded_at: datetime
    who: str | None
    second: str | None
    proof_id: UUID | None
    seal: str | None
    seal_differs: bool
    missing: NoCard | None
    leaf_index: int


def card_steps_of(session: Session, package_id: UUID) -> tuple[CardStepLine, ...]:
    """In their order."""
    second = aliased(User)
    query: Select[*tuple[Any, ...]] = (
        select(
            OldCardStep.state,
            OldCardStep.happened_at,
            OldCardStep.recorded_at,
            func.coalesce(User.name, Courier.name),
            second.name,
            OldCardStep.proof_id,
            OldCardStep.seal,
            OldCardStep.seal_differs,
            OldCardStep.missing,
            OldCardStep.leaf_index,
        )
        .outerjoin(User, User.id == OldCardStep.user_id)
        .outerjoin(second, second.id == OldCardStep.second_id)
        .outerjoin(Courier, Courier.id == OldCardStep.courier_id)
        .where(OldCardStep.package_id == package_id)
        .order_by(OldCardStep.leaf_index)
    )
    return tuple(CardStepLine(*row) for row in session.execute(query))


@dataclass(frozen=True)
class CardRow:
    """One card that stands at a state, and the step that brought it there."""

    package_id: UUID
    alias: str
    courier_id: UUID | None
    courier: str | None
    at: datetime
    seal: str | None
    seal_differs: bool
    missing: NoCard | None
    who: str | None


@dataclass(frozen=True)
class Destruction:
    """One act: its leaf, when, by whom, how many cards."""

    leaf_index: int
    at: datetime
    first: str
    second: str
    cards: int


def _who_took() -> ColumnElement[UUID | None]:
    """Whose hand a card was put into. The package may be with another courier since, or with none; a card that nobody
    took goes by the package."""
    taken = aliased(OldCardStep)
    courier = (
        select(taken.courier_id)
        .where(taken.package_id == Package.id, taken.state == OldCard.COLLECTED)
        .order_by(taken.leaf_index.desc())
        .limit(1)
        .correlate(Package)
        .scalar_subquery()
    )
    return func.coalesce(courier, Package.courier_id)


WHO_TOOK = _who_took()


def cards_at(
    session: Session, scope: Scope, state: OldCard, *, courier_id: UUID | None = None
) -> tuple[CardRow, ...]:
    """The oldest first, for they are the urgent ones; at most SHOWN."""
    step, officer = OldCardStep, aliased(User)
    query = (
        select(
            *(Package.id, Package.alias, WHO_TOOK, Courier.name, step.happened_at),
            *(step.seal, step.seal_differs, step.missing, officer.name),
        )
        .join(step, and_(step.package_id == Package.id, step.state == Package.old_card))
        .outerjoin(Courier, Courier.id == WHO_TOOK)
        .outerjoin(officer, officer.id == step.user_id)
        .where(scope.of(Package.office_id), Package.old_card == state, ~IS_UNDONE)
        .order_by(step.happened_at, Package.id)
        .limit(SHOWN)
    )
    mine = query.where(Courier.id == courier_id) if courier_id else query
    return tuple(CardRow(*row) for row in session.execute(mine))


def holders(session: Session, scope: Scope) -> tuple[tuple[UUID, str, int], ...]:
    """Couriers whose cards have not come back, missing ones too, and how many; by name."""
    out = (scope.of(Package.office_id), Package.old_card.in_((OldCard.COLLECTED, OldCard.MISSING)))
    query = (
        select(Courier.id, Courier.name, func.count())
        .join(Package, Courier.id == WHO_TOOK)
        .where(*out)
        .group_by(Courier.id, Courier.name)
        .order_by(Courier.name, Courier.id)
    )
    return tuple((row[0], row[1], row[2]) for row in session.execute(query))


def sealed_under(session: Session, office_id: UUID, seal: str) -> list[UUID]:
    """Packages of the office whose card was collected under this seal and has not come back, even if it was missed or
    given up: bags are found."""
    query = (
        select(OldCardStep.package_id)
        .join(Package, Package.id == OldCardStep.package_id)
        .where(Package.office_id == office_id, Package.old_card.in_(_NOT_BACK))
        .where(OldCardStep.state == OldCard.COLLECTED, OldCardStep.seal == seal)
    )
    return list(session.scalars(query))


def destructions(session: Session, scope: Scope, *, leaf_index: int | None = None) -> tuple[Destruction, ...]:
    """The last SHOWN, newest first; or the one of this leaf."""
    step, first, second = OldCardStep, aliased(User), aliased(User)
    query = (
        select(step.leaf_index, step.recorded_at, first.name, second.name, func.count())
        .join(first, first.id == step.user_id)
        .join(second, second.id == step.second_id)
        .where(scope.of(step.office_id), step.state == OldCard.DESTROYED)
        .group_by(step.leaf_index, step.recorded_at, first.name, second.name)
        .order_by(step.leaf_index.desc())
        .limit(SHOWN)
    )
    wanted = query if leaf_index is None else query.where(step.leaf_index == leaf_index)
    return tuple(Destruction(*row) for row in session.execute(wanted))


def destroyed_in(session: Session, leaf_index: int) -> tuple[tuple[str, str | None, datetime | None], ...]:
    """Alias, seal and when it was counted in, of each card of one act, by alias."""
    counted = aliased(OldCardStep)
    came = and_(counted.package_id == OldCardStep.package_id, counted.state == OldCard.COUNTED_IN)
    query = (
        select(Package.alias, counted.seal, counted.recorded_at)
        .join(OldCardStep, OldCardStep.package_id == Package.id)
        .outerjoin(counted, came)
        .where(OldCardStep.leaf_index == leaf_index, OldCardStep.state == OldCard.DESTROYED)
        .order_by(Package.alias)
    )
    return tuple((row[0], row[1], row[2]) for row in session.execute(query))
