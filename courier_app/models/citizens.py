"""What citizens say afterwards."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from courier_app.models.base import Base, UuidPk


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
