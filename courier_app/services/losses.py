"""A phone says that its storage vanished: kept once, for the office to ask the courier what was in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courier_app.domain.refusals import TooManyTries
from courier_app.models import StorageLoss
from courier_app.models.once import insert_once
from courier_app.services.senders import Sender

A_DAY = timedelta(days=1)
MOST_A_DAY = 20
LATER = 3600  # seconds


@dataclass(frozen=True)
class Loss:
    """`id` was drawn by the phone; `order` is the last number its queue had given."""

    id: UUID
    kid: str | None
    waiting: int
    order: int
    noticed_at: datetime


def note_loss(session: Session, sender: Sender, loss: Loss, *, now: datetime) -> bool:
    """Whether it is new. Safe to repeat. Refuses with TooManyTries more than a broken phone could mean."""
    today = select(func.count()).where(
        StorageLoss.courier_id == sender.courier_id, StorageLoss.reported_at > now - A_DAY
    )
    if (session.scalar(today) or 0) >= MOST_A_DAY:
        raise TooManyTries(members={"retry_after": LATER})
    row = {
        "id": loss.id,
        "courier_id": sender.courier_id,
        "kid": loss.kid,
        "waiting": loss.waiting,
        "last_order": loss.order,
        "noticed_at": loss.noticed_at,
        "reported_at": now,
    }
    return insert_once(session, StorageLoss, on=("id",), values=row)
