"""Who looked at whose data, when and why; and what the ledger remembers of that, hour by hour."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from courier_app.models.base import Base, Code, UuidPk

# Most looks are couriers' rounds and papers of the desk: those with a reason are few, and watched.
REASONED: dict[str, Any] = {
    "sqlite_where": text("reason IS NOT NULL"),
    "postgresql_where": text("reason IS NOT NULL"),
}


class Look(Base):
    """One look at personal data: written before the data are shown. `what` is a closed word, `subject_id` its row,
    `office_id` the package's office, `reason` a word of RevealWhy. `words_sealed` is what the person wrote, under the
    package's key. Append-only, and told apart from what it was by the hour's root in the ledger."""

    __tablename__ = "looks"
    __table_args__ = (
        Index("ix_looks_package", "package_id", "at"),
        Index("ix_looks_at", "at", "id"),
        Index("ix_looks_office_at", "office_id", "at", "id"),
        Index("ix_looks_office_reason", "office_id", "at", **REASONED),
    )
    id: Mapped[UuidPk]
    at: Mapped[datetime]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    courier_id: Mapped[UUID | None] = mapped_column(ForeignKey("couriers.id"))
    office_id: Mapped[UUID | None] = mapped_column(ForeignKey("offices.id"))
    package_id: Mapped[UUID] = mapped_column(ForeignKey("packages.id"))
    what: Mapped[Code]
    subject_id: Mapped[UUID]
    reason: Mapped[Code | None]
    words_sealed: Mapped[bytes | None]


class LookRoot(Base):
    """Up to which hour looks are in the ledger; what is in them says the record behind the leaf."""

    __tablename__ = "look_roots"
    until: Mapped[datetime] = mapped_column(primary_key=True)
    leaf_index: Mapped[int] = mapped_column(BigInteger, ForeignKey("leaves.index"), unique=True)
