"""Keeping evidence files: checked, sealed and safe in the store before any row speaks of them."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID, uuid4

from sqlalchemy import LargeBinary, Table, bindparam, select

from courier_app.domain.proofs import Part
from courier_app.domain.refusals import EvidenceMissing, Invalid, MediaMismatch
from courier_app.evidence.images import Proven, prove_picture
from courier_app.evidence.store import new_name
from courier_app.evidence.vault import Sealed, seal
from courier_app.models import Media
from courier_app.models.once import whole_row_once
from courier_app.models.prepared import AnyRow, Prepared, Several, Source
from courier_app.services.ports import Ports
from courier_app.services.senders import Sender

MOST_PARTS = 8  # of one proof: the manifest's schema lets no more through
KIND = "media"  # what the vault binds an original to, beside the id of its row


_MEDIA = cast(Table, Media.__table__)
_COURIERS = _MEDIA.c.courier_id == bindparam("courier_id")
_NAMES = Several("name", LargeBinary(), most=MOST_PARTS)
_OWN = Prepared(select(_MEDIA.c.id).where(_COURIERS, _MEDIA.c.sha256 == bindparam("sha256")))
_OWN_LOCKED = Prepared(
    select(*(_MEDIA.c[name] for name in ("id", "sha256", "size", "type", "width", "height")))
    .where(_COURIERS, _MEDIA.c.sha256.in_(_NAMES.parameters))
    .order_by(_MEDIA.c.id)
    .with_for_update()
)
_NEW = whole_row_once(Media, on=("courier_id", "sha256"))


@dataclass(frozen=True)
class Upload:
    """A file that arrived whole. `sha256` is its address, `type` what the phone declared; made by whole_upload()."""

    sha256: bytes
    type: str
    body: bytes


@dataclass(frozen=True)
class StoredMedia:
    """Sealed and safe in the store, not yet on record."""

    id: UUID
    upload: Upload
    picture: Proven
    object_name: str
    sealed: Sealed


def whole_upload(sha256: bytes, type_: str, body: bytes) -> Upload:
    """Refuses with MediaMismatch: browsers have sent empty bodies, and proxies half ones."""
    if hashlib.sha256(body).digest() != sha256:
        raise MediaMismatch
    return Upload(sha256, type_, body)


def has_media(source: Source, sender: Sender, sha256: bytes) -> bool:
    """Said only of this courier's own files: nobody learns what somebody else has sent."""
    return _OWN.first(source, {"courier_id": sender.courier_id, "sha256": sha256}) is not None


def store_media(ports: Ports, upload: Upload) -> StoredMedia:
    """Media before rows: a crash may leave an unused object, never a row without its photo. Call it outside any
    transaction: it decodes and waits for the disk. Refuses like prove_picture(); raises DecodersBusy.
    """
    picture = prove_picture(upload.body, upload.type)
    media_id, name = uuid4(), new_name()
    sealed = seal(ports.keks, upload.body, object_id=media_id, kind=KIND)
    ports.store.keep(name, sealed.box)
    return StoredMedia(media_id, upload, picture, name, sealed)


def keep_media(source: Source, ports: Ports, stored: StoredMedia, *, sender: Sender, now: datetime) -> bool:
    """Put it on record; whether it was new for this courier. The object of a repeat is taken away again."""
    new = _NEW.first(source, _row(ports, stored, sender) | {"kept_at": now}) is not None
    if not new:
        discard(ports, stored)
    return new


def locked_media(source: Source, sender: Sender, parts: Sequence[Part]) -> tuple[UUID, ...]:
    """The courier's file for every part, in the parts' order; locked, so that no two proofs claim one at once.

    Refuses with EvidenceMissing and the hashes to send, or with Invalid when a manifest says of a file what is not so.
    """
    named = [bytes.fromhex(part.sha256) for part in parts]
    mine = {"courier_id": sender.courier_id, **_NAMES.values(named)} if named else {}
    found = {row.sha256: row for row in _OWN_LOCKED.all(source, mine)} if named else {}
    missing = [name.hex() for name in named if name not in found]
    if missing:
        raise EvidenceMissing(members={"missing": missing})
    for name, part in zip(named, parts, strict=True):
        _check_description(found[name], part)
    return tuple(found[name].id for name in named)


def _check_description(row: AnyRow, part: Part) -> None:
    if (row.size, row.type, row.width, row.height) != (part.size, part.type, part.width, part.height):
        raise Invalid(members={"reason": "another-file-than-described"})


def discard(ports: Ports, stored: StoredMedia) -> None:
    """An object that no row will name. What cannot be removed now, the sweep removes later."""
    with suppress(OSError):
        ports.store.remove(stored.object_name)


def _row(ports: Ports, stored: StoredMedia, sender: Sender) -> dict[str, object]:
    return {
        "id": stored.id,
        "courier_id": sender.courier_id,
        "sha256": stored.upload.sha256,
        "size": len(stored.upload.body),
        "type": stored.picture.type,
        "width": stored.picture.width,
        "height": stored.picture.height,
        "store": ports.store_name,
        "object_name": stored.object_name,
        "kek_id": stored.sealed.kek_id,
        "wrapped_dek": stored.sealed.wrapped_dek,
        "nonce": stored.sealed.nonce,
    }
