"""Whose data were looked at in a span of time, by whom: without a single name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from courier_app.models import Look, Package
from courier_app.queries.scopes import Scope


@dataclass(frozen=True)
class BreachQuestion:
    """`user_id`: one account alone; `numbers`: these packages alone, by alias. Neither: every look of the span."""

    since: datetime
    before: datetime
    user_id: UUID | None = None
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class SeenPackage:
    """One package, hence one person: how often its data were looked at, when first and last, and what by the words of
    the access log."""

    alias: str
    times: int
    first: datetime
    last: datetime
    what: frozenset[str]


def seen_packages(session: Session, scope: Scope, asked: BreachQuestion) -> tuple[SeenPackage, ...]:
    """By number, all of them: how many people a breach concerns is the first thing that the law asks. A citizen's own
    looks are not in it."""
    query = (
        select(Package.alias, Look.what, func.count(), func.min(Look.at), func.max(Look.at))
        .join(Package, Package.id == Look.package_id)
        .where(scope.of(Look.office_id), *_conditions(asked))
        .group_by(Package.alias, Look.what)
        .order_by(Package.alias, Look.what)
    )
    found: dict[str, list[tuple[str, int, datetime, datetime]]] = {}
    for alias, what, times, first, last in session.execute(query):
        found.setdefault(alias, []).append((what, times, first, last))
    return tuple(_together(alias, looks) for alias, looks in found.items())


def _together(alias: str, looks: list[tuple[str, int, datetime, datetime]]) -> SeenPackage:
    times, firsts, lasts = (
        sum(one[1] for one in looks),
        min(one[2] for one in looks),
        max(one[3] for one in looks),
    )
    return SeenPackage(alias, times, firsts, lasts, frozenset(one[0] for one in looks))


def _conditions(asked: BreachQuestion) -> Iterator[ColumnElement[bool]]:
    yield Look.at >= asked.since
    yield Look.at < asked.before
    yield or_(Look.user_id.is_not(None), Look.courier_id.is_not(None))
    if asked.user_id:
        yield Look.user_id == asked.user_id
    if asked.numbers:
        yield Package.alias.in_(asked.numbers)
