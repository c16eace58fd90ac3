"""Lists of packages for staff: pages by the time of registering, searches, counts. Never a name: those are sealed.

Every list is put together from runs of one index each (one office, one status), newest first and cut off after a
page, so that it costs the same with ten thousand packages and with ten million.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, func, literal, select, true, tuple_, union_all
from sqlalchemy.orm import Session

from courier_app.domain.packages import Status
from courier_app.models import Courier, NameToken, Office, Package
from courier_app.models.base import UtcDateTime
from courier_app.queries.contests import overturned_among
from courier_app.queries.package_story import names_courier
from courier_app.queries.scopes import Scope

PAGE = 25
FOUND_AT_MOST = 50
COUNT_CAP = 1_000


@dataclass(frozen=True)
class Edge:
    """A place between two packages of a list; still good when packages come and go."""

    registered_at: datetime
    package_id: UUID


@dataclass(frozen=True)
class Wanted:
    """Filters of a list. No status means every status; `since` counts in, `until` does not. `disputed`: those as well
    whose citizen says "not received", whatever their status; `overturned`: those whose delivery a verdict found wrong
    and nobody has voided. With no status said, those alone."""

    statuses: tuple[Status, ...] = ()
    disputed: bool = False
    overturned: bool = False
    kind: str | None = None
    courier_id: UUID | None = None
    office_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class PackageRow:
    """One line of a list. `still_counts`: overturned, and it can still be voided."""

    id: UUID
    alias: str
    kind: str
    status: Status
    request_number: str | None
    registered_at: datetime
    office_name: str
    courier_id: UUID | None
    disputed: bool
    still_counts: bool
    courier_name: str | None
    overturned: bool = False

    @property
    def waits_for_driver(self) -> bool:
        """Named on a handover that nobody has taken over: the envelope lies in the office."""
        return self.status is Status.ASSIGNED and self.courier_id is None


@dataclass(frozen=True)
class Page:
    """Newest first. An edge is None when there is nothing beyond it."""

    rows: tuple[PackageRow, ...]
    newer: Edge | None = None
    older: Edge | None = None


def older_packages(session: Session, scope: Scope, wanted: Wanted, *, than: Edge | None = None) -> Page:
    """The page that begins after `than`, or the first one."""
    ids = _page_of_ids(session, scope, wanted, edge=than, newest_first=True)
    rows = _rows(session, ids[:PAGE])
    return Page(
        rows,
        newer=_edge(rows[0]) if than and rows else than,
        older=_edge(rows[-1]) if len(ids) > PAGE else None,
    )


def newer_packages(session: Session, scope: Scope, wanted: Wanted, *, than: Edge) -> Page:
    """The page that ends before `than`."""
    ids = _page_of_ids(session, scope, wanted, edge=than, newest_first=False)
    rows = _rows(session, ids[:PAGE])
    return Page(
        rows,
        newer=_edge(rows[0]) if len(ids) > PAGE else None,
        older=_edge(rows[-1]) if rows else than,
    )


def package_with_alias(session: Session, scope: Scope, alias: str) -> UUID | None:
    return session.scalar(select(Package.id).where(Package.alias == alias, scope.of(Package.office_id)))


def package_with_label(session: Session, scope: Scope, label_id: str) -> UUID | None:
    return session.scalar(select(Package.id).where(Package.label_id == label_id, scope.of(Package.office_id)))


def packages_of_request(session: Session, scope: Scope, number: str) -> tuple[PackageRow, ...]:
    """Exactly this request number; the newest of them."""
    runs = [_found(_here(office) & (Package.request_number == number)) for office in _offices(session, scope)]
    return _rows(session, _newest(session, runs))


def packages_named(
    session: Session, scope: Scope, tokens: Mapping[UUID, Collection[bytes]]
) -> tuple[PackageRow, ...]:
    """Whose recipient's name has all these words; `tokens` are their keyed hashes, by office. The newest of them."""
    runs = [
        _found(_has_all(office, words)) for office, words in tokens.items() if words and scope.covers(office)
    ]
    return _rows(session, _newest(session, runs))


def counts(session: Session, scope: Scope, statuses: Iterable[Status]) -> dict[Status, int]:
    """How many stand at each status; counting stops at one above COUNT_CAP."""
    offices = _offices(session, scope)
    return {status: _counted(session, offices, Package.status == status) for status in statuses}


def count_disputed(session: Session, scope: Scope, *, but: Collection[Status] = ()) -> int:
    """How many citizens say "not received", those at the statuses `but` not among them; stops as counts() does."""
    return _counted(session, _offices(session, scope), _DISPUTED & Package.status.not_in(but))


def count_overturned(session: Session, scope: Scope, *, but: Collection[Status] = ()) -> int:
    """How many deliveries were found wrong and not voided, in the same manner."""
    return _counted(session, _offices(session, scope), _OVERTURNED & Package.status.not_in(but))


def offices(session: Session, scope: Scope) -> tuple[tuple[UUID, str], ...]:
    """(id, name) of the offices in sight, by name."""
    query = select(Office.id, Office.name).where(scope.of(Office.id)).order_by(Office.name)
    return tuple((row.id, row.name) for row in session.execute(query))


def postmen(session: Session, scope: Scope) -> tuple[tuple[UUID, str], ...]:
    """(id, name) of couriers with an account, by name; drivers of one trip are too many for a list."""
    query = select(Courier.id, Courier.name).where(scope.of(Courier.office_id), Courier.user_id.is_not(None))
    return tuple((row.id, row.name) for row in session.execute(query.order_by(Courier.name)))


def _page_of_ids(
    session: Session, scope: Scope, wanted: Wanted, *, edge: Edge | None, newest_first: bool
) -> list[UUID]:
    """One more than a page, in the order of walking."""
    offices = [wanted.office_id] if wanted.office_id else _offices(session, scope)
    rest = and_(_beyond(edge, newest_first=newest_first), *_conditions(wanted))
    runs = [
        _run(_here(office) & heap & rest, newest_first=newest_first)
        for office, heap in product(offices, _heaps(wanted))
        if scope.covers(office)
    ]
    return _merged(session, runs, newest_first=newest_first, limit=PAGE + 1)


def _offices(session: Session, scope: Scope) -> Sequence[UUID]:
    return [scope.office_id] if scope.office_id else session.scalars(select(Office.id)).all()


def _here(office: UUID) -> ColumnElement[bool]:
    return Package.office_id == office


# A package whose case is open again is disputed, and overturned no more.
_DISPUTED, _OVERTURNED = Package.disputed_at.is_not(None), Package.overturned_at.is_not(None)


def _heaps(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Each walks an index of its own, and no package stands on two of them."""
    asked = ((wanted.disputed, _DISPUTED), (wanted.overturned, _OVERTURNED))
    besides = [which & Package.status.not_in(wanted.statuses) for is_asked, which in asked if is_asked]
    return [Package.status == status for status in wanted.statuses] + besides or [true()]


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.kind:
        yield Package.kind == wanted.kind
    if wanted.courier_id:
        yield Package.courier_id == wanted.courier_id
    if wanted.since:
        yield Package.registered_at >= wanted.since
    if wanted.until:
        yield Package.registered_at < wanted.until


def _beyond(edge: Edge | None, *, newest_first: bool) -> ColumnElement[bool]:
    if edge is None:
        return true()
    here = tuple_(Package.registered_at, Package.id)
    there = tuple_(literal(edge.registered_at, UtcDateTime()), literal(edge.package_id, Uuid()))
    return here < there if newest_first else here > there


Run = Select[UUID, datetime]


def _run(condition: ColumnElement[bool], *, newest_first: bool, limit: int = PAGE + 1) -> Run:
    at, number = Package.registered_at, Package.id
    order = (at.desc(), number.desc()) if newest_first else (at, number)
    return select(number, at).where(condition).order_by(*order).limit(limit)


def _found(condition: ColumnElement[bool]) -> Run:
    return _run(condition, newest_first=True, limit=FOUND_AT_MOST)


def _newest(session: Session, runs: list[Run]) -> list[UUID]:
    return _merged(session, runs, newest_first=True, limit=FOUND_AT_MOST)


def _merged(session: Session, runs: list[Run], *, newest_first: bool, limit: int) -> list[UUID]:
    """A member of a UNION with a limit of its own must be a query in brackets, on SQLite even a table."""
    if not runs:
        return []
    together = union_all(*(select(run.subquery()) for run in runs)).subquery()
    number, at = together.c.id, together.c.registered_at
    order = (at.desc(), number.desc()) if newest_first else (at, number)
    return list(session.scalars(select(number).order_by(*order).limit(limit)))


def _has_all(office: UUID, tokens: Collection[bytes]) -> ColumnElement[bool]:
    """The words' own rows name the office. Said of the package as well, SQLite would walk through all the office's
    packages in their order instead of looking up the few that have the words."""
    named = [
        Package.id.in_(
            select(NameToken.package_id).where(NameToken.office_id == office, NameToken.token == token)
        )
        for token in sorted(tokens)
    ]
    return and_(*named)


def _rows(session: Session, ids: Sequence[UUID]) -> tuple[PackageRow, ...]:
    query = (
        select(
            Package.id,
            Package.alias,
            Package.kind,
            Package.status,
            Package.request_number,
            Package.registered_at,
            Office.name.label("office_name"),
            Package.courier_id,
            _DISPUTED.label("disputed"),
            _OVERTURNED.label("still_counts"),
            Courier.name.label("courier_name"),
        )
        .join(Office, Office.id == Package.office_id)
        .outerjoin(Courier, (Courier.id == Package.courier_id) & names_courier())
        .where(Package.id.in_(ids))
        .order_by(Package.registered_at.desc(), Package.id.desc())
    )
    wrong = overturned_among(session, ids)
    return tuple(PackageRow(**row._asdict(), overturned=row.id in wrong) for row in session.execute(query))


def _edge(row: PackageRow) -> Edge:
    return Edge(row.registered_at, row.id)


def _counted(session: Session, offices: Sequence[UUID], which: ColumnElement[bool]) -> int:
    one = select(literal(1).label("one"))
    runs = [one.where(_here(office), which) for office in offices]
    if not runs:
        return 0
    some = select(union_all(*runs).subquery()).limit(COUNT_CAP + 1).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0
