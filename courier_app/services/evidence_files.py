"""Opening evidence files again, and small pictures of them for looking at."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from courier_app.evidence.images import blur_picture, check_picture
from courier_app.evidence.store import NotStored, new_name
from courier_app.evidence.vault import SealBroken, Sealed, open_, seal
from courier_app.models import Derivative, Media
from courier_app.models.once import insert_once
from courier_app.services.media import KIND
from courier_app.services.ports import Ports

SMALL, BLURRED = "small", "blurred"  # the word in the row, and what the vault binds the object to
ERASED_KEY = b""  # in place of a file's wrapped key
MADE_BY = {SMALL: check_picture, BLURRED: blur_picture}


class Unopenable(Exception):  # noqa: N818 - named for the reason
    """The object is not in the store, or its seal does not open: lost, damaged, or put in another's place."""


@dataclass(frozen=True)
class SmallPicture:
    """Made, sealed and stored; not yet on record. `body` is a JPEG rebuilt from pixels, without metadata."""

    media_id: UUID
    kind: str
    body: bytes
    object_name: str
    sealed: Sealed


def open_original(ports: Ports, media: Media) -> bytes:
    """The very bytes that the phone sent. Raises Unopenable."""
    return open_stored(ports, media, object_id=media.id, kind=KIND)


def open_small(session: Session, ports: Ports, media_id: UUID, kind: str = SMALL) -> bytes | None:
    """The small picture, if there is one that opens; it can always be made again."""
    row = session.get(Derivative, (media_id, kind))
    try:
        return open_stored(ports, row, object_id=media_id, kind=kind) if row else None
    except Unopenable:
        return None


def make_small(ports: Ports, media: Media, kind: str = SMALL) -> SmallPicture:
    """Decodes in a child process and waits for the disk: call it outside any transaction. Raises Unopenable, and
    what check_picture() raises."""
    body = MADE_BY[kind](open_original(ports, media), media.type).small
    sealed, name = seal(ports.keks, body, object_id=media.id, kind=kind), new_name()
    ports.store.keep(name, sealed.box)
    return SmallPicture(media.id, kind, body, name, sealed)


def keep_small(session: Session, ports: Ports, small: SmallPicture, *, now: datetime) -> None:
    """Put it on record, in place of one that no longer opens. If somebody else was faster, or the original was erased
    meanwhile, this object goes."""
    if not _still_opens(session, small.media_id):
        ports.store.remove(small.object_name)
        return
    row = {
        "media_id": small.media_id,
        "kind": small.kind,
        "object_name": small.object_name,
        "store": ports.store_name,
        "kek_id": small.sealed.kek_id,
        "wrapped_dek": small.sealed.wrapped_dek,
        "nonce": small.sealed.nonce,
        "made_at": now,
    }
    if insert_once(session, Derivative, on=("media_id", "kind"), values=row):
        return
    if open_small(session, ports, small.media_id, small.kind) is None:
        mine = (Derivative.media_id == small.media_id, Derivative.kind == small.kind)
        session.execute(update(Derivative).where(*mine).values(**row))
    else:
        ports.store.remove(small.object_name)


def _still_opens(session: Session, media_id: UUID) -> bool:
    """Locked against an erasure until this is committed."""
    key = select(Media.wrapped_dek).where(Media.id == media_id).with_for_update(read=True)
    return session.scalar(key) not in (None, ERASED_KEY)


def open_stored(ports: Ports, row: Media | Derivative, *, object_id: UUID, kind: str) -> bytes:
    """What the row's object holds. Raises Unopenable."""
    try:
        box = ports.store.fetch(row.object_name)
        sealed = Sealed(row.kek_id, row.wrapped_dek, row.nonce, box)
        return open_(ports.keks, sealed, object_id=object_id, kind=kind)
    except (NotStored, SealBroken):
        raise Unopenable from None
