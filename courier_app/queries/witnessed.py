"""What of the log others have seen, for people: how far, since when not, and what each witness said last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.models import PublishedCheckpoint, WitnessStanding


@dataclass(frozen=True)
class Witnessed:
    """`size` leaves were seen by enough witnesses; `waiting_since`: when the first checkpoint beyond was signed."""

    size: int
    at: datetime | None
    waiting_since: datetime | None


def witnessed_so_far(session: Session) -> Witnessed:
    newest = newest_witnessed(session)
    size = newest.size if newest else 0
    beyond = select(PublishedCheckpoint.signed_at).where(PublishedCheckpoint.size > size)
    waiting = session.scalars(beyond.order_by(PublishedCheckpoint.size).limit(1)).first()
    return Witnessed(size, newest.witnessed_at if newest else None, waiting)


def newest_witnessed(session: Session) -> PublishedCheckpoint | None:
    """By what was noted when the lines came in; `ledger verify` looks at the lines themselves."""
    seen = select(PublishedCheckpoint).where(PublishedCheckpoint.witnessed_at.is_not(None))
    return session.scalars(seen.order_by(PublishedCheckpoint.size.desc()).limit(1)).first()


def covering(session: Session, index: int) -> tuple[datetime | None, datetime | None]:
    """When leaf `index` was first published, and when first witnessed; None: not yet."""
    here = (
        select(PublishedCheckpoint).where(PublishedCheckpoint.size > index).order_by(PublishedCheckpoint.size)
    )
    published = session.scalars(here.limit(1)).first()
    seen = session.scalars(here.where(PublishedCheckpoint.witnessed_at.is_not(None)).limit(1)).first()
    return (published.signed_at if published else None, seen.witnessed_at if seen else None)


def standings(session: Session, ids: Sequence[str]) -> Sequence[WitnessStanding]:
    wanted = select(WitnessStanding).where(WitnessStanding.witness.in_(ids))
    return session.scalars(wanted.order_by(WitnessStanding.witness)).all()
