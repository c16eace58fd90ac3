"""What was erased, what is still to be removed for it, what holds an erasure up, and how long an office keeps data."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from courier_app.domain.retention import ErasedWhy, HoldStep, Part
from courier_app.models.base import Base, Code, UuidPk


class Erasure(Base):
    """One erasure, written in the transaction that destroyed the keys. `files`: how many lost theirs. `user_id`: who
    ordered it; nobody, when its time was over. `finished_at`: when the objects were gone from the store too."""

    __tablename__ = "erasures"
    __table_args__ = (
        Index("ix_erasures_package", "package_id", "erased_at"),
        Index("ix_erasures_office_erased", "office_id", "erased_at", "id"),
    )
    id: Mapped[UuidPk]
    package_id: Mapped[UUID] = mapped_column(ForeignKey("packages.id"))
    office_id: Mapped[UUID] = mapped_column(ForeignKey("offices.id"))
    part: Mapped[Part]
    why: Mapped[ErasedWhy]
    files: Mapped[int]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    erased_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    leaf_index: Mapped[int] = mapped_column(ForeignKey("leaves.index"), unique=True)


class DoomedObject(Base):
    """An object whose key is destroyed, until it is removed from its store: a crash in between is finished later."""

    __tablename__ = "doomed_objects"
    object_name: Mapped[str] = mapped_column(String(80), primary_key=True)
    store: Mapped[Code]
    erasure_id: Mapped[UUID] = mapped_column(ForeignKey("erasures.id"), index=True)


class Hold(Base):
    """One step of a hold put by hand, append-only; the last one of a package counts. `reason_sealed` is under the
    package's key."""

    __tablename__ = "holds"
    __table_args__ = (Index("ix_holds_package", "package_id", "leaf_index"),)
    id: Mapped[UuidPk]
    package_id: Mapped[UUID] = mapped_column(ForeignKey("packages.id"))
    step: Mapped[HoldStep]
    at: Mapped[datetime]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    reason_sealed: Mapped[bytes]
    leaf_index: Mapped[int] = mapped_column(ForeignKey("leaves.index"), unique=True)


class KeepingRule(Base):
    """How long one office keeps the data of one document kind; append-only, the last one counts. `basis` names the
    rule behind it, such as the archive schedule."""

    __tablename__ = "keeping_rules"
    __table_args__ = (Index("ix_keeping_rules_office", "office_id", "kind", "leaf_index"),)
    id: Mapped[UuidPk]
    office_id: Mapped[UUID] = mapped_column(ForeignKey("offices.id"))
    kind: Mapped[Code]
    pictures_days: Mapped[int]
    record_days: Mapped[int]
    basis: Mapped[str] = mapped_column(String(200))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    set_at: Mapped[datetime]
    leaf_index: Mapped[int] = mapped_column(ForeignKey("leaves.index"), unique=True)
