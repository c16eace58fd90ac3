"""Packages that look like a second entry of the same envelope. Never a name: words are compared by their hashes."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from courier_app.domain.packages import Status
from courier_app.domain.twins import ENDED, MOST_TWINS
from courier_app.models import NameToken, Package


@dataclass(frozen=True)
class Likeness:
    """What is about to be registered: `tokens` are the hashes of the name's words, all of them."""

    office_id: UUID
    kind: str
    tokens: Collection[bytes]
    request_number: str | None
    since: datetime


@dataclass(frozen=True)
class Twin:
    """All that is shown of one; the officer opens the rest."""

    id: UUID
    alias: str
    kind: str
    status: Status
    registered_at: datetime


def twins(session: Session, new: Likeness) -> tuple[Twin, ...]:
    """The same person and kind, or the same request; the newest first."""
    found = {row.id: Twin(*row) for query in _queries(new) for row in session.execute(query)}
    return tuple(sorted(found.values(), key=lambda one: one.registered_at, reverse=True)[:MOST_TWINS])


def _queries(new: Likeness) -> Iterator[Select[UUID, str, str, Status, datetime]]:
    """Each walks an index of its own: the office's packages of the kind since then, and those of the request."""
    yield _of(new, and_(Package.kind == new.kind, *_same_words(new)))
    if new.request_number:
        yield _of(new, Package.request_number == new.request_number)


def _of(new: Likeness, alike: ColumnElement[bool]) -> Select[UUID, str, str, Status, datetime]:
    columns = (Package.id, Package.alias, Package.kind, Package.status, Package.registered_at)
    lately = and_(Package.office_id == new.office_id, Package.registered_at >= new.since)
    return (
        select(*columns)
        .where(lately, alike, Package.status.not_in(ENDED))
        .order_by(Package.registered_at.desc(), Package.id.desc())
        .limit(MOST_TWINS)
    )


def _same_words(new: Likeness) -> Iterator[ColumnElement[bool]]:
    """No word more and none less: "Siti" alone would be like every Siti of the town."""
    words = select(func.count()).where(NameToken.package_id == Package.id).correlate(Package)
    yield words.scalar_subquery() == len(new.tokens)
    known = words.where(NameToken.office_id == new.office_id, NameToken.token.in_(new.tokens))
    yield known.scalar_subquery() == len(new.tokens)
