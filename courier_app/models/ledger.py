"""The append-only log: leaves without personal data, the one tail that every append locks, what was published."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from courier_app.models.base import Base, Sha256

_WITNESSED: dict[str, Any] = {
    "sqlite_where": text("witnessed_at IS NOT NULL"),
    "postgresql_where": text("witnessed_at IS NOT NULL"),
}


class Leaf(Base):
    """One entry, exactly as hashed. The index is the tree's size at the append, never a database sequence."""

    __tablename__ = "leaves"
    index: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entry: Mapped[bytes] = mapped_column(LargeBinary(65_535))
    hash: Mapped[Sha256]


class ServerRecord(Base):
    """What the server itself wrote down in the log: the leaf holds only the hash of these bytes, salt included."""

    __tablename__ = "server_records"
    leaf_index: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("leaves.index"), primary_key=True, autoincrement=False
    )
    record: Mapped[bytes]


class LedgerTail(Base):
    """The right edge of the tree: one row, locked last and shortly."""

    __tablename__ = "ledger_tail"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(BigInteger)
    edge: Mapped[bytes] = mapped_column(LargeBinary(64 * 32))


class HashTile(Base):
    """Hashes of one level beside each other (C2SP tlog-tiles): what proofs are made from without reading every leaf.

    Level 0 has a row for each 256 leaves; a row of a higher level grows by a hash whenever a row below it is full.
    """

    __tablename__ = "hash_tiles"
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hashes: Mapped[bytes] = mapped_column(LargeBinary(8_192))


class PublishedCheckpoint(Base):
    """A signed note over size and root. `note` may gain lines of witnesses, and loses none; `witnessed_at`: when they
    were enough for the policy of that day."""

    __tablename__ = "published_checkpoints"
    # Most are not, where no witness is set up; the newest that is, is asked for at every look at the system's health.
    __table_args__ = (Index("ix_published_checkpoints_witnessed", "size", **_WITNESSED),)
    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    root: Mapped[Sha256]
    note: Mapped[bytes] = mapped_column(LargeBinary(32_768))
    signed_at: Mapped[datetime]
    witnessed_at: Mapped[datetime | None]


class Trouble(StrEnum):
    """Why a witness has not signed what we asked it to."""

    AWAY = "away"
    MALFORMED = "malformed"
    UNTRUSTED_KEY = "untrusted_key"
    NOT_ENROLLED = "not_enrolled"
    AHEAD = "ahead"
    FORKED = "forked"
    BAD_ANSWER = "bad_answer"


class WitnessStanding(Base):
    """How far a witness has followed us. `witness`: name and id of its key. `request`: what it refused as a
    contradiction, kept as evidence."""

    __tablename__ = "witness_standings"
    witness: Mapped[str] = mapped_column(String(300), primary_key=True)
    cosigned_size: Mapped[int] = mapped_column(BigInteger)
    trouble: Mapped[Trouble | None]
    since: Mapped[datetime]
    request: Mapped[bytes | None]


class CheckpointStamp(Base):
    """What an outside authority answered about a checkpoint's text (RFC 3161), whole. `stamped_at`: by its clock."""

    __tablename__ = "checkpoint_stamps"
    size: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("published_checkpoints.size"), primary_key=True, autoincrement=False
    )
    answer: Mapped[bytes]
    stamped_at: Mapped[datetime]
    kept_at: Mapped[datetime]
