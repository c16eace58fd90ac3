"""The append-only log: leaves without personal data, the one tail that every append locks, what was published."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from courier_app.models.base import Base, Sha256


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
    """A signed note over size and root. `note` may gain lines of witnesses, and loses none."""

    __tablename__ = "published_checkpoints"
    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    root: Mapped[Sha256]
    note: Mapped[bytes] = mapped_column(LargeBinary(32_768))
    signed_at: Mapped[datetime]
