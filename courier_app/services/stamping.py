"""Which checkpoint is stamped next, what is kept, and whether all that was kept is still good."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.notes import read_note
from courier_app.evidence.time_stamps import Authority, BadStamp, Stamp
from courier_app.models import CheckpointStamp, PublishedCheckpoint
from courier_app.models.once import insert_once
from courier_app.queries.log import newest_checkpoint

EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class Stampable:
    """The signed text of a checkpoint: size and root, without signatures, which may still become more."""

    size: int
    text: bytes


def next_to_stamp(session: Session, *, now: datetime) -> Stampable | None:
    """The newest checkpoint, an hour after the last stamp; None when the log has not grown since."""
    newest, last = newest_checkpoint(session), newest_stamp(session)
    if (
        newest is None
        or newest.size == 0
        or (last and (last.size >= newest.size or now - last.kept_at < EVERY))
    ):
        return None
    return Stampable(newest.size, signed_text(newest))


def keep_stamp(session: Session, size: int, stamp: Stamp, *, now: datetime) -> None:
    values = {"size": size, "answer": stamp.answer, "stamped_at": stamp.at, "kept_at": now}
    insert_once(session, CheckpointStamp, on=("size",), values=values)


def newest_stamp(session: Session) -> CheckpointStamp | None:
    return session.scalars(select(CheckpointStamp).order_by(CheckpointStamp.size.desc()).limit(1)).first()


def first_stamp_of(session: Session, index: int) -> CheckpointStamp | None:
    """The earliest that covers leaf `index`: it was there then."""
    covering = select(CheckpointStamp).where(CheckpointStamp.size > index)
    return session.scalars(covering.order_by(CheckpointStamp.size).limit(1)).first()


def bad_stamps(session: Session, authority: Authority) -> Iterator[int]:
    """Sizes whose stamp is not, or no longer, a good one of this checkpoint."""
    both = select(CheckpointStamp, PublishedCheckpoint).join(
        PublishedCheckpoint, PublishedCheckpoint.size == CheckpointStamp.size
    )
    for stamp, checkpoint in session.execute(both.order_by(CheckpointStamp.size)):
        try:
            good = authority.checked(stamp.answer, signed_text(checkpoint)).at == stamp.stamped_at
        except BadStamp:
            good = False
        if not good:
            yield stamp.size


def signed_text(checkpoint: PublishedCheckpoint) -> bytes:
    return read_note(checkpoint.note).text.encode()
