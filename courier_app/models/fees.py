"""Money at doors: what couriers declared of fees, what the office counted, and what citizens report."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from courier_app.models.base import Base, Code, UuidPk

UNANSWERED: dict[str, Any] = {
    "sqlite_where": text("answered_at IS NULL"),
    "postgresql_where": text("answered_at IS NULL"),
}


class FeePayment(Base):
    """What one proof of delivery says of the fee, for adding up; the signed record stays the proof. `day` is when it
    happened, in Java. Without `method` and `reason` the courier said nothing. Written once, beside its proof."""

    __tablename__ = "fee_payments"
    __table_args__ = (Index("ix_fee_payments_office_day", "office_id", "day", "courier_id"),)
    proof_id: Mapped[UUID] = mapped_column(ForeignKey("proofs.id"), primary_key=True)
    package_id: Mapped[UUID] = mapped_column(ForeignKey("packages.id"), index=True)
    office_id: Mapped[UUID] = mapped_column(ForeignKey("offices.id"))
    courier_id: Mapped[UUID] = mapped_column(ForeignKey("couriers.id"))
    day: Mapped[date]
    due_rupiah: Mapped[int]
    paid_rupiah: Mapped[int]
    method: Mapped[Code | None]
    reason: Mapped[Code | None]


class FeeCount(Base):
    """Cash of one courier and day as an officer counted it, and what had been declared by then. Append-only: who
    counts again writes a new row, and the last one holds. The note is
    sealed under the key of a package that was added up, and goes with its data."""

    __tablename__ = "fee_counts"
    __table_args__ = (Index("ix_fee_counts_office_day", "office_id", "day", "courier_id", "counted_at"),)
    id: Mapped[UuidPk]
    office_id: Mapped[UUID] = mapped_column(ForeignKey("offices.id"))
    courier_id: Mapped[UUID] = mapped_column(ForeignKey("couriers.id"))
    day: Mapped[date]
    due_rupiah: Mapped[int]
    declared_rupiah: Mapped[int]
    counted_rupiah: Mapped[int]
    note_package_id: Mapped[UUID] = mapped_column(ForeignKey("packages.id"))
    note_sealed: Mapped[bytes | None]
    counted_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    counted_at: Mapped[datetime]
    leaf_index: Mapped[int] = mapped_column(ForeignKey("leaves.index"), unique=True)


class MoneyReport(Base):
    """A citizen's report that money was demanded. `text_sealed` holds the words and the sum, `answer_sealed` what the
    office told the citizen: both under the package's key. Filed once, answered once."""

    __tablename__ = "money_reports"
    __table_args__ = (
        Index("ix_money_reports_office", "office_id", "made_at"),
        Index("ix_money_reports_open", "office_id", "made_at", **UNANSWERED),
        Index("ix_money_reports_package", "package_id", "made_at"),
    )
    id: Mapped[UuidPk]
    package_id: Mapped[UUID] = mapped_column(ForeignKey("packages.id"))
    office_id: Mapped[UUID] = mapped_column(ForeignKey("offices.id"))
    made_at: Mapped[datetime]
    text_sealed: Mapped[bytes]
    filed_leaf: Mapped[int] = mapped_column(ForeignKey("leaves.index"), unique=True)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    answer_sealed: Mapped[bytes | None]
    answered_leaf: Mapped[int | None] = mapped_column(ForeignKey("leaves.index"), unique=True)
