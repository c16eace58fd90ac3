"""What recipients signed on their own phones, opened and held against its row, column by column."""

import hashlib
from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from courier_app.domain.own_phone import link_key, read_token, short_code, write_token
from courier_app.evidence.vault import SealBroken, open_field
from courier_app.models import Erasure, OwnPhoneSignature, Package, PackageKey
from courier_app.queries.former_labels import former_labels
from courier_app.services.own_phone_facts import COLUMN
from courier_app.services.ports import Ports
from courier_app.services.recipients import package_dek
from courier_app.services.record_members import members_of

WITH_IT = ("received_at", "code", "record_sealed", "leaf_index")


def signatures_that_differ(
    session: Session, ports: Ports, ids: Sequence[UUID]
) -> Iterator[tuple[UUID, tuple[str, ...]]]:
    """Names of what differs. Nothing is compared where an erasure is on record that has emptied the row."""
    kept = exists().where(PackageKey.package_id == OwnPhoneSignature.package_id)
    rows = session.scalars(select(OwnPhoneSignature).where(OwnPhoneSignature.id.in_(ids), kept))
    for row in rows:
        differing = tuple(_differing(session, ports, row))
        if differing:
            yield row.id, differing


def _differing(session: Session, ports: Ports, row: OwnPhoneSignature) -> Iterator[str]:
    if row.record_hash is None:
        yield from (name for name in WITH_IT if getattr(row, name) is not None)
        return
    if not row.record_sealed and _is_erased(session, row):
        return
    record = _opened(session, ports, row)
    if record is None:
        yield "record_sealed"
        return
    if hashlib.sha256(record).digest() != row.record_hash:
        yield "record_hash"
    if row.code != _code(ports, row, record):
        yield "code"
    said = members_of(record)
    labels = former_labels(session, row.package_id) | {session.get_one(Package, row.package_id).label_id}
    if said.get("id") != str(row.id) or said.get("pkg") not in labels:
        yield "id"


def _is_erased(session: Session, row: OwnPhoneSignature) -> bool:
    return bool(session.scalar(select(exists().where(Erasure.package_id == row.package_id))))


def _opened(session: Session, ports: Ports, row: OwnPhoneSignature) -> bytes | None:
    try:
        dek = package_dek(session, ports, row.package_id)
        sealed = row.record_sealed or b""
        return open_field(dek, sealed, package_id=row.package_id, column=COLUMN).encode()
    except (SealBroken, UnicodeDecodeError):
        return None


def _code(ports: Ports, row: OwnPhoneSignature, record: bytes) -> str | None:
    """The link is made again from the row: another attempt, handover or moment would have given another code."""
    key = link_key(ports.claim_key, row.package_id, row.attempt, row.handover_id)
    link = read_token(write_token(key, row.id, row.issued_at))
    return short_code(link.token, record) if link else None
