"""How much waits for a person of the office: what the menu shows beside its words on every page."""

from collections.abc import Callable, Mapping, Set
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Label, Select, bindparam, func, select
from sqlalchemy.orm import Session

from courier_app.domain.reviews import Standing
from courier_app.models import MoneyReport, Package, Proof, RightsRequest
from courier_app.queries.call_backs import to_call
from courier_app.queries.reviews import stands
from courier_app.queries.scopes import Scope, scope_given_later
from courier_app.queries.shifts import unfit_since

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


@dataclass(frozen=True)
class Moments:
    """`calls`: of to_call_since(), proofs older than it need no call any more; `day`: of day_began()."""

    now: datetime
    calls: datetime
    day: datetime


def counts(
    session: Session, scope: Scope, wanted: Set[str], *, at: Moments | None = None
) -> Mapping[str, int]:
    """Numbers of Attention that are in COUNTED, by their names; `at` for those that depend on time. One question for
    all of them: the menu stands on every page."""
    if not wanted:
        return {}
    given = {"office": scope.office_id, "most": MOST + 1, **(asdict(at) if at else {})}
    question = _question(frozenset(wanted), scope.office_id is None)
    return session.execute(question, given).one()._asdict()


Rows = Select[*tuple[Any, ...]]


def _packages(scope: Scope, *true: ColumnElement[bool]) -> Rows:
    return select(Package.id).where(scope.of(Package.office_id), *true)


def _proofs(scope: Scope, *true: ColumnElement[bool]) -> Rows:
    return select(Proof.id).where(scope.of(Proof.office_id), *true)


def _demanded(scope: Scope) -> Rows:
    return select(MoneyReport.id).where(scope.of(MoneyReport.office_id), MoneyReport.answered_at.is_(None))


def _requests(scope: Scope) -> Rows:
    return select(RightsRequest.id).where(
        scope.of(RightsRequest.office_id), RightsRequest.answered_at.is_(None)
    )


COUNTED: Mapping[str, Callable[[Scope], Rows]] = {
    "disputed": lambda scope: _packages(scope, Package.disputed_at.is_not(None)),
    "overturned": lambda scope: _packages(scope, Package.overturned_at.is_not(None)),
    "kept": lambda scope: _packages(scope, Package.held_until < bindparam("now")),
    "undecided": lambda scope: _proofs(scope, stands(Standing.WAITING)),
    "to_call": lambda scope: _proofs(scope, to_call(bindparam("calls"))),
    "demanded": _demanded,
    "requests": _requests,
    "unfit": lambda scope: unfit_since(scope, bindparam("day")),
}


@cache
def _question(wanted: frozenset[str], everywhere: bool) -> Rows:
    """Built once for each kind of reader: building it took longer than the database does."""
    scope = Scope(None) if everywhere else scope_given_later()
    return select(*(_number(name, COUNTED[name](scope)) for name in sorted(wanted)))


def _number(name: str, rows: Rows) -> Label[int]:
    some = rows.limit(bindparam("most")).subquery()
    return select(func.count()).select_from(some).scalar_subquery().label(name)
