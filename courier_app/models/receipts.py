"""Receipts as they were given out."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from courier_app.models.base import Base


class IssuedReceipt(Base):
    """The one receipt of a proof of delivery: signed once, handed out the same ever after. `receipt_id` is random and
    leads to nothing else."""

    __tablename__ = "issued_receipts"
    proof_id: Mapped[UUID] = mapped_column(ForeignKey("proofs.id"), primary_key=True)
    receipt_id: Mapped[bytes] = mapped_column(LargeBinary(16), unique=True)
    text: Mapped[str] = mapped_column(String(360))
    issued_at: Mapped[datetime]
