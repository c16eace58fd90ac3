"""The access log: as the ledger's root covers it, as auditors read it, and what of it a citizen is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session

from courier_app.domain.looks import WATCHED, LookFacts, RootedLooks, Span, busiest_hour, rooted
from courier_app.models import Courier, Dispute, DisputeEntry, Look, LookRoot, Package, User
from courier_app.queries.scopes import Scope

PAGE = 50
MOST_WATCHED = 5_000
WATCHED_DAYS = timedelta(days=7)
OPENED_CLEAR = ("recipient", "proof_revealed")
CASE = "dispute"
STREAMED = {"yield_per": 4_096}
Cursor = tuple[datetime, UUID]


@dataclass(frozen=True)
class LookFilter:
    """Everything that is None counts for nothing; `reasoned`: only what was opened on purpose."""

    user_id: UUID | None = None
    what: str | None = None
    reasoned: bool = False
    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True)
class LookRow:
    """One line of the access log. `who` is an officer's or a courier's name, None for the citizen; `words_sealed`
    opens with the package's key."""

    id: UUID
    at: datetime
    what: str
    who: str | None
    is_courier: bool
    package_id: UUID
    alias: str
    reason: str | None
    words_sealed: bytes | None


@dataclass(frozen=True)
class Opened:
    """How often staff saw this package's data in clear, and when last."""

    times: int
    last: datetime | None


def rooted_looks(session: Session, span: Span) -> RootedLooks:
    """What the rows say now. Reads them all: about 20 µs each."""
    return rooted(span, _looks_of(session, span))


def last_rooted(session: Session) -> datetime | None:
    return session.scalar(select(func.max(LookRoot.until)))


def has_looks_before(session: Session, end: datetime) -> bool:
    return session.scalar(select(Look.id).where(Look.at < end).limit(1)) is not None


def look_rows(
    session: Session, scope: Scope, wanted: LookFilter, *, after: Cursor | None = None
) -> tuple[list[LookRow], Cursor | None]:
    """One page, newest first, and where the next one begins."""
    who = func.coalesce(User.name, Courier.name)
    columns: tuple[Any, ...] = (Look.id, Look.at, Look.what, who, Look.courier_id.is_not(None))
    query = (
        select(*columns, Look.package_id, Package.alias, Look.reason, Look.words_sealed)
        .join(Package, Package.id == Look.package_id)
        .outerjoin(User, User.id == Look.user_id)
        .outerjoin(Courier, Courier.id == Look.courier_id)
        .where(scope.of(Look.office_id), *_conditions(wanted))
    )
    if after:
        query = query.where(tuple_(Look.at, Look.id) < after)
    newest = query.order_by(Look.at.desc(), Look.id.desc()).limit(PAGE + 1)
    found = [LookRow(*tuple(row)) for row in session.execute(newest)]
    shown = found[:PAGE]
    return shown, (shown[-1].at, shown[-1].id) if len(found) > PAGE else None


def lookers(session: Session, scope: Scope) -> list[tuple[UUID, str]]:
    """Staff who may have looked: everybody of the office, closed accounts as well."""
    query = select(User.id, User.name).where(scope.of(User.office_id)).order_by(User.name)
    return [(id_, name) for id_, name in session.execute(query)]


def watched(session: Session, scope: Scope, *, now: datetime) -> list[tuple[UUID, str, int]]:
    """Who opened recipients' data WATCHED times or more within an hour of the last seven days, and how many times;
    the busiest first."""
    query = (
        select(User.id, User.name, Look.at)
        .join(User, User.id == Look.user_id)
        .where(scope.of(Look.office_id), Look.what.in_(OPENED_CLEAR), Look.at >= now - WATCHED_DAYS)
        .order_by(Look.at.desc())
        .limit(MOST_WATCHED)
    )
    times: dict[tuple[UUID, str], list[datetime]] = {}
    for user_id, name, at in session.execute(query):
        times.setdefault((user_id, name), []).append(at)
    found = [(*who, busiest_hour(at)) for who, at in times.items()]
    return sorted((one for one in found if one[2] >= WATCHED), key=lambda one: -one[2])


def opened_by_staff(session: Session, package_id: UUID, *, coarse: tuple[str, ...]) -> Opened:
    """Without `coarse` looks: those that show nobody, and those that belong to a counted one; and without the pages
    of a case on which nobody had written a word yet."""
    told = or_(Look.what != CASE, _words_of_case(), _verdict_of_case())
    mine = (Look.package_id == package_id, Look.user_id.is_not(None), Look.what.not_in(coarse), told)
    times, last = session.execute(select(func.count(), func.max(Look.at)).where(*mine)).one()
    return Opened(times, last)


def _words_of_case() -> ColumnElement[bool]:
    written = DisputeEntry.text_sealed.is_not(None) & (DisputeEntry.made_at <= Look.at)
    return exists().where(DisputeEntry.dispute_id == Look.subject_id, written)


def _verdict_of_case() -> ColumnElement[bool]:
    written = Dispute.reason_sealed.is_not(None) & (Dispute.decided_at <= Look.at)
    return exists().where(Dispute.id == Look.subject_id, written)


def _conditions(wanted: LookFilter) -> Iterator[ColumnElement[bool]]:
    exact: tuple[tuple[Any, object], ...] = ((Look.user_id, wanted.user_id), (Look.what, wanted.what))
    yield from (column == said for column, said in exact if said)
    if wanted.reasoned:
        yield Look.reason.is_not(None)
    if wanted.since:
        yield Look.at >= wanted.since
    if wanted.before:
        yield Look.at < wanted.before


def _looks_of(session: Session, span: Span) -> Iterator[LookFacts]:
    columns: tuple[Any, ...] = (Look.id, Look.at, Look.user_id, Look.courier_id, Look.office_id)
    query = select(*columns, Look.package_id, Look.what, Look.subject_id, Look.reason, Look.words_sealed)
    query = query.where(Look.at < span.end)
    if span.begin:
        query = query.where(Look.at >= span.begin)
    for row in session.execute(query.order_by(Look.at, Look.id), execution_options=STREAMED):
        yield LookFacts(*tuple(row))
