"""The vault kept in order: keys wrapped anew under the current one, and whether everything in it still opens."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from courier_app.evidence.vault import SealBroken, WrappedDek, unwrap, wrap
from courier_app.models import Base, Derivative, Media, Package, PackageKey
from courier_app.services.evidence_files import Unopenable, open_original, open_stored
from courier_app.services.ports import Ports
from courier_app.services.recipients import recipient_under

BATCH = 200

# Every table that holds wrapped keys, and the column that finds a row again.
WRAPPED: dict[type[Any], InstrumentedAttribute[Any]] = {
    PackageKey: PackageKey.package_id,
    Media: Media.id,
    Derivative: Derivative.media_id,
}


@dataclass(frozen=True)
class Broken:
    """A row whose content does not open, or is not what it was. `what`: file, small picture, recipient."""

    what: str
    id: UUID


def rewrap_some(session: Session, ports: Ports, table: type[Any]) -> int:
    """How many keys of one table are now under the current KEK, BATCH at most; 0: all of them were. The data stay as
    they are. Raises SealBroken where a key does not unwrap: then its row is left, and nothing of this batch is kept."""
    key = WRAPPED[table]
    old = select(key, table.kek_id, table.wrapped_dek).where(table.kek_id != ports.keks.current)
    rows = session.execute(old.order_by(key).limit(BATCH)).all()
    for row_id, kek_id, wrapped in rows:
        new = wrap(ports.keks, unwrap(ports.keks, WrappedDek(kek_id, wrapped)))
        same = (key == row_id, table.wrapped_dek == wrapped)  # a small picture may just have been made anew
        session.execute(update(table).where(*same).values(kek_id=new.kek_id, wrapped_dek=new.wrapped))
    return len(rows)


def keys_named(session: Session) -> dict[str, int]:
    """How many rows name each KEK."""
    named: dict[str, int] = {}
    for table in WRAPPED:
        for kek_id, rows in session.execute(select(table.kek_id, func.count()).group_by(table.kek_id)):
            named[kek_id] = named.get(kek_id, 0) + rows
    return named


def ids_after(session: Session, table: type[Base], after: UUID | None) -> Sequence[UUID]:
    """The next BATCH of a table, by id."""
    key = WRAPPED[table]
    query = select(key).order_by(key).limit(BATCH)
    return session.scalars(query.where(key > after) if after else query).all()


def broken_in(session: Session, ports: Ports, table: type[Base], ids: Sequence[UUID]) -> Iterator[Broken]:
    """Opens each of these rows' content. Reads the media store: takes a while."""
    yield from _CHECKS[table](session, ports, ids)


def _files(session: Session, ports: Ports, ids: Sequence[UUID]) -> Iterator[Broken]:
    for media in session.scalars(select(Media).where(Media.id.in_(ids))):
        if not _is_whole(ports, media):
            yield Broken("file", media.id)


def _is_whole(ports: Ports, media: Media) -> bool:
    try:
        body = open_original(ports, media)
    except Unopenable:
        return False
    return len(body) == media.size and hashlib.sha256(body).digest() == media.sha256


def _pictures(session: Session, ports: Ports, ids: Sequence[UUID]) -> Iterator[Broken]:
    for row in session.scalars(select(Derivative).where(Derivative.media_id.in_(ids))):
        try:
            open_stored(ports, row, object_id=row.media_id, kind=row.kind)
        except Unopenable:
            yield Broken("small picture", row.media_id)


def _recipients(session: Session, ports: Ports, ids: Sequence[UUID]) -> Iterator[Broken]:
    wanted = select(Package.id, Package.recipient_sealed, PackageKey.kek_id, PackageKey.wrapped_dek)
    joined = wanted.join(PackageKey, PackageKey.package_id == Package.id).where(Package.id.in_(ids))
    for package_id, sealed, kek_id, wrapped in session.execute(joined):
        try:
            recipient_under(unwrap(ports.keks, WrappedDek(kek_id, wrapped)), sealed, package_id)
        except (SealBroken, ValueError, TypeError):
            yield Broken("recipient", package_id)


_CHECKS: dict[type[Base], Callable[[Session, Ports, Sequence[UUID]], Iterator[Broken]]] = {
    PackageKey: _recipients,
    Media: _files,
    Derivative: _pictures,
}
