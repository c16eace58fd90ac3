"""The append-only log: leaves without personal data, and the one tail that every append locks."""

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
