"""Handovers: office to courier, one or many packages."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from courier_app.domain.retries import Again
from courier_app.models.base import Base, Code, UuidPk
from courier_app.models.people import Courier, User
from courier_app.models.places import Partner


class Handover(Base):
    """One act of handing over. For a postman `courier_id` is known at once; for an ojol driver a QR token waits
    (hashed, two minutes, one use) and `courier_id` is filled by the phone that claims it; the trip ends at
    `expires_at` or when staff revoke it. `look_digest` and `looked_at`: the browser that opened the QR first, which has
    longer to fill in its form. `claim_digest` lets that same phone ask again when our answer got lost."""

    __tablename__ = "handovers"
    __table_args__ = (Index("ix_handovers_office_created", "office_id", "created_at", "id"),)
    id: Mapped[UuidPk]
    office_id: Mapped[UUID] = mapped_column(ForeignKey("offices.id"))
    partner_code: Mapped[str] = mapped_column(ForeignKey("partners.code"))
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    courier_id: Mapped[UUID | None] = mapped_column(ForeignKey("couriers.id"), index=True)
    token_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    token_expires_at: Mapped[datetime | None]
    look_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    looked_at: Mapped[datetime | None]
    claim_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    created_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    partner: Mapped[Partner] = relationship()
    officer: Mapped[User] = relationship()
    courier: Mapped[Courier | None] = relationship()


class HandoverPackage(Base):
    """A package on a handover; kept for ever, so that the sheet can be printed again, and so that an old proof is
    judged by the rules that its courier was given. `again`: why it goes out though its attempts were used up."""

    __tablename__ = "handover_packages"
    handover_id: Mapped[UUID] = mapped_column(ForeignKey("handovers.id"), primary_key=True)
    package_id: Mapped[UUID] = mapped_column(ForeignKey("packages.id"), primary_key=True, index=True)
    policy_id: Mapped[Code] = mapped_column(server_default="")
    policy_version: Mapped[int] = mapped_column(server_default="0")
    again: Mapped[Again | None]
