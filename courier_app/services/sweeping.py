"""What nobody needs any more, a batch at a time: files that no proof names, objects that no row names, things whose
time is over (ADR 4). What a proof names is found by its row, and never taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from courier_app.models import (
    Challenge,
    Derivative,
    LoginSession,
    Media,
    ProofMedia,
    ShiftDeclaration,
    Throttle,
)
from courier_app.services.throttles import OLD

UNNAMED_FOR = timedelta(days=30)  # a phone may have sent a photo, and its proof only weeks later
ORPHANED_FOR = timedelta(days=2)  # an object is there a moment before its row
DECLARED_FOR = timedelta(
    days=30
)  # health is specific personal data (UU 27/2022, art. 4): no longer than needed
BATCH = 500
_UNNAMED = ~exists().where(ProofMedia.media_id == Media.id)


@dataclass(frozen=True)
class Over:
    """Rows of one kind whose time is over."""

    key: InstrumentedAttribute[Any]
    when: ColumnElement[bool]


@dataclass(frozen=True)
class Dropped:
    """`objects` no row names any more: remove them once this is committed."""

    files: int
    objects: list[str]


def unnamed_media(
    session: Session, store_name: str, *, now: datetime, after: UUID | None = None
) -> Sequence[UUID]:
    """The next BATCH by id: files that have been in this store for UNNAMED_FOR, and that no proof names."""
    old = (Media.kept_at < now - UNNAMED_FOR, Media.store == store_name, _UNNAMED)
    query = select(Media.id).where(*old).order_by(Media.id).limit(BATCH)
    return session.scalars(query.where(Media.id > after) if after else query).all()


def drop_media(session: Session, ids: Sequence[UUID]) -> Dropped:
    """Locked first and looked at again: a proof may have named a file meanwhile, and one that comes later is told to
    send it again."""
    lock = select(Media.id).where(Media.id.in_(ids), _UNNAMED).order_by(Media.id).with_for_update()
    locked = session.scalars(lock).all()
    free = session.scalars(select(Media.id).where(Media.id.in_(locked), _UNNAMED)).all()
    pictures = delete(Derivative).where(Derivative.media_id.in_(free)).returning(Derivative.object_name)
    files = delete(Media).where(Media.id.in_(free)).returning(Media.object_name)
    return Dropped(len(free), [*session.scalars(pictures), *session.scalars(files)])


def orphans(session: Session, names: Sequence[str]) -> list[str]:
    """Those of a store's objects that no row names, whatever store the row says."""
    columns = (Media.object_name, Derivative.object_name)
    known = {name for one in columns for name in session.scalars(select(one).where(one.in_(names)))}
    return [name for name in names if name not in known]


def has_media(session: Session) -> bool:
    return session.scalar(select(Media.id).limit(1)) is not None


def over(now: datetime) -> Mapping[str, Over]:
    """By the words of the report."""
    return {
        "challenges": Over(Challenge.id, Challenge.expires_at <= now),
        "sessions": Over(LoginSession.id, LoginSession.expires_at <= now),
        "health declarations": Over(ShiftDeclaration.id, ShiftDeclaration.received_at < now - DECLARED_FOR),
        "counts of tries": Over(Throttle.key, Throttle.resets_at < now - OLD),
    }


def count_over(session: Session, what: Over) -> int:
    return session.scalar(select(func.count()).select_from(what.key.class_).where(what.when)) or 0


def drop_over(session: Session, what: Over) -> int:
    """One batch; how many. Fewer than BATCH: there are no more."""
    keys = session.scalars(select(what.key).where(what.when).limit(BATCH)).all()
    session.execute(
        delete(what.key.class_).where(what.key.in_(keys), what.when),
        execution_options={"synchronize_session": False},
    )
    return len(keys)
