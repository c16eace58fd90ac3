"""Citizens' requests: what an office has to answer, one request, and those of a package."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from courier_app.domain.rights import AskedAt, RequestAnswer, Right, Urgency, hours_left, urgency
from courier_app.models import Office, Package, RightsRequest
from courier_app.queries.scopes import Scope

SHOWN = 100


@dataclass(frozen=True)
class RequestRow:
    """One request in a list."""

    id: UUID
    package_id: UUID
    alias: str
    office_name: str
    right: Right
    channel: AskedAt
    asked_at: datetime
    due_at: datetime
    answer: RequestAnswer | None
    answered_at: datetime | None
    answered_leaf: int | None

    def urgency(self, now: datetime) -> Urgency:
        return urgency(self.due_at, self.answered_at, now=now)

    def hours_left(self, now: datetime) -> int:
        return hours_left(self.due_at, now=now)


def open_requests(session: Session, scope: Scope) -> tuple[RequestRow, ...]:
    """The most urgent first; at most SHOWN."""
    mine = _requests(scope).where(RightsRequest.answered_at.is_(None))
    return _rows(session, mine.order_by(RightsRequest.due_at, RightsRequest.id))


def answered_requests(session: Session, scope: Scope) -> tuple[RequestRow, ...]:
    """The last SHOWN, newest first."""
    mine = _requests(scope).where(RightsRequest.answered_at.is_not(None))
    return _rows(session, mine.order_by(RightsRequest.answered_at.desc(), RightsRequest.id))


def request_row(session: Session, scope: Scope, request_id: UUID) -> RequestRow | None:
    found = _rows(session, _requests(scope).where(RightsRequest.id == request_id))
    return found[0] if found else None


def requests_of(session: Session, package_id: UUID) -> tuple[RightsRequest, ...]:
    """Newest first."""
    mine = select(RightsRequest).where(RightsRequest.package_id == package_id)
    return tuple(session.scalars(mine.order_by(RightsRequest.asked_at.desc(), RightsRequest.id)))


def _requests(scope: Scope) -> Select:  # type: ignore[type-arg]
    r = RightsRequest
    return (
        select(
            *(r.id, r.package_id, Package.alias, Office.name, r.right, r.channel, r.asked_at, r.due_at),
            *(r.answer, r.answered_at, r.answered_leaf),
        )
        .join(Package, Package.id == r.package_id)
        .join(Office, Office.id == r.office_id)
        .where(scope.of(r.office_id))
    )


def _rows(session: Session, query: Select) -> tuple[RequestRow, ...]:  # type: ignore[type-arg]
    return tuple(RequestRow(*row) for row in session.execute(query.limit(SHOWN)))
