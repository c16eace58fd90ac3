"""Cases of citizens who say that they have not received a package: the case, and every line in it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from courier_app.domain.disputes import Account, Said, Verdict
from courier_app.models.base import Base, UuidPk

OPEN: dict[str, Any] = {
    "sqlite_where": text("decided_at IS NULL"),
    "postgresql_where": text("decided_at IS NULL"),
}


class Dispute(Base):
    """One case. A package has one open case at most; while it is open, nothing of the package is erased. `due_at` is
    when the citizen must have heard. `opened_leaf` is empty for cases that are older than this table; `decided_by` for
    those that the citizen ended. `reason_sealed` is what the citizen reads, under the package's key."""

    __tablename__ = "disputes"
    __table_args__ = (
        Index("ix_disputes_one_open", "package_id", unique=True, **OPEN),
        Index("ix_disputes_office_open", "office_id", "due_at", **OPEN),
        Index("ix_disputes_office_decided", "office_id", "decided_at"),
        Index("ix_disputes_package", "package_id", "opened_at"),
    )
    id: Mapped[UuidPk]
    package_id: Mapped[UUID] = mapped_column(ForeignKey("packages.id"))
    office_id: Mapped[UUID] = mapped_column(ForeignKey("offices.id"))
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    opened_leaf: Mapped[int | None] = mapped_column(ForeignKey("leaves.index"))
    verdict: Mapped[Verdict | None]
    reason_sealed: Mapped[bytes | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    decided_leaf: Mapped[int | None] = mapped_column(ForeignKey("leaves.index"))


class DisputeEntry(Base):
    """One line of a case, append-only. `courier_id` of ASKED is who was asked, of ACCOUNT who answered, of
    PARTNER the one whose partner was told. `user_id` of ASKED is empty where opening the case asked by itself."""

    __tablename__ = "dispute_entries"
    __table_args__ = (
        Index("ix_dispute_entries_dispute", "dispute_id", "made_at"),
        Index("ix_dispute_entries_courier", "courier_id", "said", "made_at"),
    )
    id: Mapped[UuidPk]
    dispute_id: Mapped[UUID] = mapped_column(ForeignKey("disputes.id"))
    said: Mapped[Said]
    made_at: Mapped[datetime]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    courier_id: Mapped[UUID | None] = mapped_column(ForeignKey("couriers.id"))
    account: Mapped[Account | None]
    text_sealed: Mapped[bytes | None]
    leaf_index: Mapped[int] = mapped_column(ForeignKey("leaves.index"), unique=True)
