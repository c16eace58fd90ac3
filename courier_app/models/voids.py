"""Deliveries that were recorded and never were."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from courier_app.domain.packages import Status
from courier_app.models.base import Base


class Void(Base):
    """One proof that counts no more, on the word of two officers: written once, never changed. `status`: where its
    package stands instead. `reason_sealed` is under the package's key. The leaf refers to the proof's."""

    __tablename__ = "voids"
    proof_id: Mapped[UUID] = mapped_column(ForeignKey("proofs.id"), primary_key=True)
    package_id: Mapped[UUID] = mapped_column(ForeignKey("packages.id"), index=True)
    status: Mapped[Status]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    second_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    reason_sealed: Mapped[bytes]
    made_at: Mapped[datetime]
    leaf_index: Mapped[int] = mapped_column(ForeignKey("leaves.index"), unique=True)
