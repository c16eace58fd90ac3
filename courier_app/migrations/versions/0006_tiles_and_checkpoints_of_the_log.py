"""tiles and checkpoints of the log."""

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WIDTH = 256
LEAVES = sa.table("leaves", sa.column("index", sa.BigInteger), sa.column("hash", sa.LargeBinary))
TILES = sa.table(
    "hash_tiles",
    sa.column("level", sa.Integer),
    sa.column("number", sa.BigInteger),
    sa.column("hashes", sa.LargeBinary),
)


def upgrade() -> None:
    op.create_table(
        "hash_tiles",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hashes", sa.LargeBinary(length=8192), nullable=False),
        sa.PrimaryKeyConstraint("level", "number", name=op.f("pk_hash_tiles")),
    )
    op.create_table(
        "published_checkpoints",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(length=32), nullable=False),
        sa.Column("note", sa.LargeBinary(length=32768), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_published_checkpoints")),
    )
    fill_tiles()


def downgrade() -> None:
    """Nothing is lost but signatures over what stands in the leaves."""
    op.drop_table("published_checkpoints")
    op.drop_table("hash_tiles")


def fill_tiles() -> None:
    """Tiles of the leaves that are there: 8 kB in memory at a time, and 32 bytes for each 256 leaves."""
    roots, level, number = [], 0, 0
    while hashes := full_tile(number):
        keep(0, number, hashes)
        roots.append(root_of(hashes))
        number += 1
    while roots:
        level += 1
        rows = [roots[at : at + WIDTH] for at in range(0, len(roots), WIDTH)]
        for place, row in enumerate(rows):
            keep(level, place, row)
        roots = [root_of(row) for row in rows if len(row) == WIDTH]


def full_tile(number: int) -> list[bytes]:
    first = number * WIDTH
    wanted = sa.select(LEAVES.c.hash).where(LEAVES.c.index >= first, LEAVES.c.index < first + WIDTH)
    hashes = list(op.get_bind().scalars(wanted.order_by(LEAVES.c.index)))
    return hashes if len(hashes) == WIDTH else []


def keep(level: int, number: int, hashes: list[bytes]) -> None:
    op.get_bind().execute(TILES.insert(), {"level": level, "number": number, "hashes": b"".join(hashes)})


def root_of(hashes: list[bytes]) -> bytes:
    row = hashes
    while len(row) > 1:
        row = [sha256(b"\x01" + row[at] + row[at + 1]).digest() for at in range(0, len(row), 2)]
    return row[0]
