"""How much waits for a person of the office: what the menu shows beside its words on every page."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from courier_app.domain.reviews import Standing
from courier_app.models import MoneyReport, Package, Proof
from courier_app.queries.call_backs import to_call
from courier_app.queries.reviews import stands
from courier_app.queries.scopes import Scope

MOST = 99  # more are "99+"; nobody needs the number, and counting stops there


@dataclass(frozen=True)
class Attention:
    """Packages whose citizen says "not received", proofs that wait for a verdict or a call, and deliveries that a
    verdict found wrong and nobody has voided, never more than MOST + 1; persons who opened more data within an hour
    than a desk's work asks for; couriers who declared today that they may not work; reports of demanded money, and
    requests of citizens, without an answer; packages kept at the counter beyond their days."""

    disputed: int = 0
    undecided: int = 0
    watched: int = 0
    unfit: int = 0
    demanded: int = 0
    requests: int = 0
    kept: int = 0
    overturned: int = 0
    to_call: int = 0

    @property
    def at_proofs(self) -> int:
        """The menu has one number for them; a proof waits for a verdict or for a call, never for both."""
        return self.undecided + self.to_call


def disputed(session: Session, scope: Scope) -> int:
    return _some(
        session, select(Package.id).where(scope.of(Package.office_id), Package.disputed_at.is_not(None))
    )


def overturned(session: Session, scope: Scope) -> int:
    return _some(
        session, select(Package.id).where(scope.of(Package.office_id), Package.overturned_at.is_not(None))
    )


def undecided(session: Session, scope: Scope) -> int:
    return _some(session, select(Proof.id).where(scope.of(Proof.office_id), stands(Standing.WAITING)))


def to_be_called(session: Session, scope: Scope, *, since: datetime) -> int:
    return _some(session, select(Proof.id).where(scope.of(Proof.office_id), to_call(since)))


def demanded(session: Session, scope: Scope) -> int:
    waiting = (scope.of(MoneyReport.office_id), MoneyReport.answered_at.is_(None))
    return _some(session, select(MoneyReport.id).where(*waiting))


def kept_too_long(session: Session, scope: Scope, *, now: datetime) -> int:
    past = (scope.of(Package.office_id), Package.held_until < now)
    return _some(session, select(Package.id).where(*past))


def _some(session: Session, rows: Select) -> int:  # type: ignore[type-arg]
    return session.scalar(select(func.count()).select_from(rows.limit(MOST + 1).subquery())) or 0
