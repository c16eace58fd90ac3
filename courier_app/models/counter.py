"""Packages at the office's counter."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from courier_app.domain.counter import Longer
from courier_app.models.base import Base, Code


class CounterStay(Base):
    """An officer's word that a package waits at the counter, and until when: written once, never changed. `longer`: why
    it stays on, where it waited already. Those that were put there together share a leaf."""

    __tablename__ = "counter_stays"
    package_id: Mapped[UUID] = mapped_column(ForeignKey("packages.id"), primary_key=True)
    leaf_index: Mapped[int] = mapped_column(ForeignKey("leaves.index"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    until: Mapped[datetime]
    longer: Mapped[Longer | None]
    made_at: Mapped[datetime]


class Collection(Base):
    """A package that its citizen collected at the counter, once and for good: no courier, no proof, an officer's record
    with its leaf. `said_sealed`: who took it, under the package's key. The policy is what it was judged by."""

    __tablename__ = "collections"
    package_id: Mapped[UUID] = mapped_column(ForeignKey("packages.id"), primary_key=True)
    office_id: Mapped[UUID] = mapped_column(ForeignKey("offices.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    policy_id: Mapped[Code]
    policy_version: Mapped[int]
    said_sealed: Mapped[bytes]
    collected_at: Mapped[datetime]
    leaf_index: Mapped[int] = mapped_column(ForeignKey("leaves.index"), unique=True)
