"""What couriers declared of their health before work: pass or fail, for as long as it is needed and no longer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from courier_app.models.base import Base, Sha256


class ShiftDeclaration(Base):
    """`sent` is the record as it came, `acknowledgement` the answer as it went; `declared_at` is the phone's time put
    right. Swept after DECLARED_FOR (services/sweeping.py); its leaf, which holds salted hashes alone, stays."""

    __tablename__ = "shift_declarations"
    __table_args__ = (
        Index("ix_shift_declarations_courier_id_declared_at", "courier_id", "declared_at"),
        Index("ix_shift_declarations_office_id_declared_at", "office_id", "declared_at"),
        Index("ix_shift_declarations_received_at", "received_at"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    courier_id: Mapped[UUID] = mapped_column(ForeignKey("couriers.id"))
    office_id: Mapped[UUID] = mapped_column(ForeignKey("offices.id"))
    handover_id: Mapped[UUID | None] = mapped_column(ForeignKey("handovers.id"))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("devices.id"))
    policy_id: Mapped[str] = mapped_column(String(32))
    policy_version: Mapped[int]
    fit: Mapped[bool]
    declared_at: Mapped[datetime]
    received_at: Mapped[datetime]
    digest: Mapped[Sha256]
    sent: Mapped[bytes]
    acknowledgement: Mapped[bytes]
    leaf_index: Mapped[int] = mapped_column(ForeignKey("leaves.index"), unique=True)
