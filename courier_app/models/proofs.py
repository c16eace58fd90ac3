"""Proofs and their evidence: written once, never changed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from courier_app.domain.proofs import EvidenceKind, Mark, Outcome
from courier_app.models.base import Base, Code, Sha256, UuidPk
from courier_app.models.packages import Package
from courier_app.models.people import Courier, Device

# Few proofs are marked: an index of those alone is small, and finds them at once.
MARKED: dict[str, Any] = {
    "sqlite_where": text("mark IS NOT NULL"),
    "postgresql_where": text("mark IS NOT NULL"),
}
# Whom somebody may have to ring up. In a query the same words must stand as they are, or no index is used.
WORD_ALONE = "flags LIKE '%call-back%'"
ON_WORD_ALONE: dict[str, Any] = {
    "sqlite_where": text(WORD_ALONE),
    "postgresql_where": text(WORD_ALONE),
}
# Partners read what failed: few proofs, and theirs must be found without walking all of an office's.
FAILED: dict[str, Any] = {
    "sqlite_where": text("outcome = 'attempt_failed'"),
    "postgresql_where": text("outcome = 'attempt_failed'"),
}


class Media(Base):
    """One evidence file, sealed in the media store. The row holds the hash of the plain bytes; the object's name is
    random. `store` is kept per row, so that moving from a folder to S3 may take months. `wrapped_dek` is empty once the
    file was erased: nobody opens the object any more, wherever a copy of it lies."""

    __tablename__ = "media"
    __table_args__ = (
        UniqueConstraint("courier_id", "sha256"),
        Index("ix_media_sha256", "sha256"),
        Index("ix_media_courier_kept", "courier_id", "kept_at", "size"),
    )
    id: Mapped[UuidPk]
    courier_id: Mapped[UUID] = mapped_column(ForeignKey("couriers.id"))
    sha256: Mapped[Sha256]
    size: Mapped[int]
    type: Mapped[Code]
    width: Mapped[int]
    height: Mapped[int]
    store: Mapped[Code]
    object_name: Mapped[str] = mapped_column(String(80), unique=True)
    kek_id: Mapped[Code]
    wrapped_dek: Mapped[bytes] = mapped_column(LargeBinary(40))
    nonce: Mapped[bytes] = mapped_column(LargeBinary(12))
    kept_at: Mapped[datetime]


class Derivative(Base):
    """A re-encoded picture for looking at (without metadata), sealed under a key of its own. Can be made again."""

    __tablename__ = "derivatives"
    media_id: Mapped[UUID] = mapped_column(ForeignKey("media.id"), primary_key=True)
    kind: Mapped[Code] = mapped_column(primary_key=True)
    object_name: Mapped[str] = mapped_column(String(80), unique=True)
    store: Mapped[Code]
    kek_id: Mapped[Code]
    wrapped_dek: Mapped[bytes] = mapped_column(LargeBinary(40))
    nonce: Mapped[bytes] = mapped_column(LargeBinary(12))
    made_at: Mapped[datetime]


class Proof(Base):
    """One courier's account of one act of custody. `sent_sealed` is the JWS as it came, under the package's key;
    `acknowledgement` the answer as it went. `digest` is SHA-256 of the bytes as sent."""

    __tablename__ = "proofs"
    __table_args__ = (
        Index("ix_proofs_received", "received_at", "id"),
        Index("ix_proofs_office_received", "office_id", "received_at", "id"),
        Index("ix_proofs_courier_received", "courier_id", "received_at", "id"),
        Index("ix_proofs_courier_marked", "courier_id", "received_at", **MARKED),
        Index("ix_proofs_package", "package_id", "received_at"),
        Index("ix_proofs_mark", "mark", "received_at", "id", **MARKED),
        Index("ix_proofs_review", "office_id", "received_at", "id", **MARKED),
        Index("ix_proofs_office_failed", "office_id", "received_at", "id", **FAILED),
        Index("ix_proofs_office_word_alone", "office_id", "received_at", "id", **ON_WORD_ALONE),
        Index("ix_proofs_device_seq", "device_id", "seq"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    package_id: Mapped[UUID] = mapped_column(ForeignKey("packages.id"))
    office_id: Mapped[UUID] = mapped_column(ForeignKey("offices.id"))
    courier_id: Mapped[UUID] = mapped_column(ForeignKey("couriers.id"))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("devices.id"))
    attempt: Mapped[int]
    outcome: Mapped[Outcome]
    reason: Mapped[str | None] = mapped_column(String(32))
    mark: Mapped[Mark | None]
    flags: Mapped[str] = mapped_column(String(400), default="")
    captured_at: Mapped[datetime]
    received_at: Mapped[datetime]
    offset_ms: Mapped[int | None] = mapped_column(BigInteger)  # a reset clock stands at 1970
    distance_m: Mapped[int | None]
    seq: Mapped[int]
    digest: Mapped[Sha256]
    manifest_hash: Mapped[Sha256]
    sent_sealed: Mapped[bytes]
    acknowledgement: Mapped[bytes]
    leaf_index: Mapped[int] = mapped_column(ForeignKey("leaves.index"), unique=True)
    package: Mapped[Package] = relationship()
    courier: Mapped[Courier] = relationship()
    device: Mapped[Device | None] = relationship()


class ProofMedia(Base):
    """Which file is which evidence of which proof; a file counts for one proof only."""

    __tablename__ = "proof_media"
    proof_id: Mapped[UUID] = mapped_column(ForeignKey("proofs.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    media_id: Mapped[UUID] = mapped_column(ForeignKey("media.id"), index=True)
    kind: Mapped[EvidenceKind]
    media: Mapped[Media] = relationship()
