"""What people of the office decided: about a proof that was kept for review, about a phone that is used no more."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from courier_app.domain.devices import RevokedWhy
from courier_app.domain.reviews import Decision
from courier_app.models.base import Base


class Review(Base):
    """One verdict on one proof: written once, never changed, and there is no second one. `reason_sealed` is what the
    auditor wrote, under the package's key; `moved` says whether the package went the way of the proof. Without a
    `user_id` nobody judged: the recipient's signature, which the proof had named, arrived after it (decision 0024)."""

    __tablename__ = "reviews"
    proof_id: Mapped[UUID] = mapped_column(ForeignKey("proofs.id"), primary_key=True)
    package_id: Mapped[UUID] = mapped_column(ForeignKey("packages.id"), index=True)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    decision: Mapped[Decision]
    reason_sealed: Mapped[bytes]
    moved: Mapped[bool]
    made_at: Mapped[datetime]
    leaf_index: Mapped[int] = mapped_column(ForeignKey("leaves.index"), unique=True)


class Revocation(Base):
    """Who of the office revoked a phone's key, and why; those revoked at the operator's console have none."""

    __tablename__ = "revocations"
    device_id: Mapped[UUID] = mapped_column(ForeignKey("devices.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[RevokedWhy]
