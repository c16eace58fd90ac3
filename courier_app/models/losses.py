"""Storage that vanished from a courier's phone, as the phone noticed it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from courier_app.models.base import Base, UuidPk


class StorageLoss(Base):
    """`kid` is the key that went with it, if the phone had one; `waiting` how many proofs were unsent; `noticed_at` is
    the phone's clock. Written once, never changed."""

    __tablename__ = "storage_losses"
    __table_args__ = (Index("ix_storage_losses_courier_id_reported_at", "courier_id", "reported_at"),)
    id: Mapped[UuidPk]
    courier_id: Mapped[UUID] = mapped_column(ForeignKey("couriers.id"))
    kid: Mapped[str | None] = mapped_column(String(43))
    waiting: Mapped[int]
    last_order: Mapped[int]
    noticed_at: Mapped[datetime]
    reported_at: Mapped[datetime]
