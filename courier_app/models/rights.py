"""What citizens asked of their own data, and what they were answered."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from courier_app.domain.rights import AskedAt, RequestAnswer, Right
from courier_app.models.base import Base, UuidPk

OPEN: dict[str, Any] = {
    "sqlite_where": text("answered_at IS NULL"),
    "postgresql_where": text("answered_at IS NULL"),
}


class RightsRequest(Base):
    """One request about one package; one of a kind is open at most. `words_sealed` is what the citizen wrote,
    `reason_sealed` what the office answered, both under the package's key: what erases the data erases them.
    `asked_by`: the officer at the counter."""

    __tablename__ = "rights_requests"
    __table_args__ = (
        Index("ix_rights_requests_one_open", "package_id", "right", unique=True, **OPEN),
        Index("ix_rights_requests_office_open", "office_id", "due_at", **OPEN),
        Index("ix_rights_requests_office_answered", "office_id", "answered_at"),
        Index("ix_rights_requests_package", "package_id", "asked_at"),
    )
    id: Mapped[UuidPk]
    package_id: Mapped[UUID] = mapped_column(ForeignKey("packages.id"))
    office_id: Mapped[UUID] = mapped_column(ForeignKey("offices.id"))
    right: Mapped[Right]
    channel: Mapped[AskedAt]
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    words_sealed: Mapped[bytes | None]
    asked_leaf: Mapped[int] = mapped_column(ForeignKey("leaves.index"), unique=True)
    answer: Mapped[RequestAnswer | None]
    reason_sealed: Mapped[bytes | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]
    answered_leaf: Mapped[int | None] = mapped_column(ForeignKey("leaves.index"), unique=True)
