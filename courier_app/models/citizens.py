"""What citizens say afterwards, and who looked at what."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from courier_app.models.base import Base, Code, UuidPk


class Answer(StrEnum):
    RECEIVED = "received"
    NOT_RECEIVED = "not_received"


class Statement(Base):
    """A citizen's own word on a package: received, or not (a dispute starts here). Append-only; the last one counts."""

    __tablename__ = "statements"
    __table_args__ = (Index("ix_statements_package", "package_id", "made_at"),)
    id: Mapped[UuidPk]
    package_id: Mapped[UUID] = mapped_column(ForeignKey("packages.id"))
    answer: Mapped[Answer]
    made_at: Mapped[datetime]


class Look(Base):
    """One look at personal data: written before the data are shown. `what` is a closed word, `subject_id` its row."""

    __tablename__ = "looks"
    __table_args__ = (Index("ix_looks_package", "package_id", "at"),)
    id: Mapped[UuidPk]
    at: Mapped[datetime]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), index=True)
    courier_id: Mapped[UUID | None] = mapped_column(ForeignKey("couriers.id"))
    package_id: Mapped[UUID] = mapped_column(ForeignKey("packages.id"))
    what: Mapped[Code]
    subject_id: Mapped[UUID]
