"""Staff with accounts, as their office's administrator sees them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from courier_app.models import Role, SecondFactor, User
from courier_app.queries.scopes import Scope


@dataclass(frozen=True)
class Colleague:
    """`since`: when the second factor was set up, None without one."""

    id: UUID
    name: str
    username: str
    role: Role
    since: datetime | None


def colleagues(session: Session, scope: Scope) -> list[Colleague]:
    """Open accounts of the office's desks; couriers have their own page."""
    stands = and_(SecondFactor.user_id == User.id, SecondFactor.confirmed_at.is_not(None))
    query = (
        select(User.id, User.name, User.username, User.role, SecondFactor.confirmed_at)
        .outerjoin(SecondFactor, stands)
        .where(scope.of(User.office_id), User.active, User.role != Role.COURIER)
        .order_by(User.name, User.username)
    )
    rows = session.execute(query)
    return [Colleague(i, name, login, role, since) for i, name, login, role, since in rows]


def name_of(session: Session, user_id: UUID) -> str | None:
    return session.scalar(select(User.name).where(User.id == user_id))
