"""The vault kept in order: keys wrapped anew under the current one, and whether everything in it still opens and says
what the rows beside it say."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from courier_app.evidence.vault import SealBroken, WrappedDek, unwrap, wrap
from courier_app.models import (
    Base,
    Collection,
    Derivative,
    Media,
    OwnPhoneSignature,
    Package,
    PackageKey,
    Proof,
    SecondFactor,
)
from courier_app.services.collecting import collected_of
from courier_app.services.evidence_files import ERASED_KEY, Unopenable, open_original, open_stored
from courier_app.services.own_phone_audit import signatures_that_differ
from courier_app.services.ports import Ports
from courier_app.services.recipients import recipient_under
from courier_app.services.sealed_audit import Read, proofs_that_differ
from courier_app.services.second_factors import opened_secret

BATCH = 200

# Every table that holds wrapped keys, and the column that finds a row again.
WRAPPED: dict[type[Any], InstrumentedAttribute[Any]] = {
    PackageKey: PackageKey.package_id,
    Media: Media.id,
    Derivative: Derivative.media_id,
    SecondFactor: SecondFactor.user_id,
}

# Every table with something sealed: those, and the records that lie under a package's key.
SEALED: dict[type[Any], InstrumentedAttribute[Any]] = WRAPPED | {
    Proof: Proof.id,
    OwnPhoneSignature: OwnPhoneSignature.id,
    Collection: Collection.package_id,
}


@dataclass(frozen=True)
class Broken:
    """A row whose content does not open, or is not what it was. `what`: file, small picture, recipient, factor, proof,
    own-phone signature, collection. `differs`: of a record that opens, the columns that say another thing."""

    what: str
    id: UUID
    differs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Inspection:
    """`read`: makes a claim of a manifest's members, as at the door."""

    session: Session
    ports: Ports
    read: Read


def rewrap_some(session: Session, ports: Ports, table: type[Any]) -> int:
    """How many keys of one table are now under the current KEK, BATCH at most; 0: all of them were. The data stay as
    they are. Raises SealBroken where a key does not unwrap: then its row is left, and nothing of this batch is kept."""
    key = WRAPPED[table]
    old = select(key, table.kek_id, table.wrapped_dek).where(
        table.kek_id != ports.keks.current, _lives(table)
    )
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
        counted = select(table.kek_id, func.count()).where(_lives(table)).group_by(table.kek_id)
        for kek_id, rows in session.execute(counted):
            named[kek_id] = named.get(kek_id, 0) + rows
    return named


def ids_after(session: Session, table: type[Base], after: UUID | None) -> Sequence[UUID]:
    """The next BATCH of a table, by id, without what was erased (services/erasure_audit.py judges that)."""
    key = SEALED[table]
    query = select(key).order_by(key).limit(BATCH)
    query = query.where(_lives(table)) if table in WRAPPED else query
    return session.scalars(query.where(key > after) if after else query).all()


def broken_in(inspection: Inspection, table: type[Base], ids: Sequence[UUID]) -> Iterator[Broken]:
    """Opens each of these rows' content. Reads the media store: takes a while."""
    yield from _CHECKS[table](inspection, ids)


def _lives(table: type[Any]) -> ColumnElement[bool]:
    lives: ColumnElement[bool] = table.wrapped_dek != ERASED_KEY
    return lives


def _files(at: Inspection, ids: Sequence[UUID]) -> Iterator[Broken]:
    for media in at.session.scalars(select(Media).where(Media.id.in_(ids))):
        if not _is_whole(at.ports, media):
            yield Broken("file", media.id)


def _is_whole(ports: Ports, media: Media) -> bool:
    try:
        body = open_original(ports, media)
    except Unopenable:
        return False
    return len(body) == media.size and hashlib.sha256(body).digest() == media.sha256


def _pictures(at: Inspection, ids: Sequence[UUID]) -> Iterator[Broken]:
    for row in at.session.scalars(select(Derivative).where(Derivative.media_id.in_(ids))):
        try:
            open_stored(at.ports, row, object_id=row.media_id, kind=row.kind)
        except Unopenable:
            yield Broken("small picture", row.media_id)


def _recipients(at: Inspection, ids: Sequence[UUID]) -> Iterator[Broken]:
    wanted = select(Package.id, Package.recipient_sealed, PackageKey.kek_id, PackageKey.wrapped_dek)
    joined = wanted.join(PackageKey, PackageKey.package_id == Package.id).where(Package.id.in_(ids))
    for package_id, sealed, kek_id, wrapped in at.session.execute(joined):
        try:
            recipient_under(unwrap(at.ports.keks, WrappedDek(kek_id, wrapped)), sealed, package_id)
        except (SealBroken, ValueError, TypeError):
            yield Broken("recipient", package_id)


def _factors(at: Inspection, ids: Sequence[UUID]) -> Iterator[Broken]:
    for row in at.session.scalars(select(SecondFactor).where(SecondFactor.user_id.in_(ids))):
        try:
            opened_secret(at.ports, row)
        except SealBroken:
            yield Broken("factor", row.user_id)


def _proofs(at: Inspection, ids: Sequence[UUID]) -> Iterator[Broken]:
    for proof_id, differing in proofs_that_differ(at.session, at.ports, ids, read=at.read):
        yield Broken("proof", proof_id, differing)


def _own_phone(at: Inspection, ids: Sequence[UUID]) -> Iterator[Broken]:
    for signature_id, differing in signatures_that_differ(at.session, at.ports, ids):
        yield Broken("own-phone signature", signature_id, differing)


def _collections(at: Inspection, ids: Sequence[UUID]) -> Iterator[Broken]:
    """Of packages that were not erased."""
    kept = exists().where(PackageKey.package_id == Collection.package_id)
    mine = select(Collection.package_id).where(kept, Collection.package_id.in_(ids))
    for package_id in at.session.scalars(mine):
        found = collected_of(at.session, at.ports, package_id)
        if found is None or found.relation is None or found.proven_by is None:
            yield Broken("collection", package_id)


_CHECKS: dict[type[Base], Callable[[Inspection, Sequence[UUID]], Iterator[Broken]]] = {
    PackageKey: _recipients,
    Media: _files,
    Derivative: _pictures,
    SecondFactor: _factors,
    Proof: _proofs,
    OwnPhoneSignature: _own_phone,
    Collection: _collections,
}
