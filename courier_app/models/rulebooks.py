"""The rule books of the regions: editions, once written never changed, and the one draft of each region."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from courier_app.models.base import Base
from courier_app.models.people import User


class RuleEdition(Base):
    """`contents` as domain/rulebook_json.py writes them. Only an edition that is not in force yet may be withdrawn."""

    __tablename__ = "rule_editions"
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    contents: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[datetime]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    published_at: Mapped[datetime]
    leaf_index: Mapped[int] = mapped_column(ForeignKey("leaves.index"), unique=True)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    author: Mapped[User] = relationship(foreign_keys=[user_id])


class RuleDraft(Base):
    """One a region. `revision` grows with every change, so that what is published is what was looked at."""

    __tablename__ = "rule_drafts"
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), primary_key=True)
    contents: Mapped[str] = mapped_column(Text)
    based_on: Mapped[int]
    revision: Mapped[int]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    changed_at: Mapped[datetime]
    author: Mapped[User] = relationship()
