"""what was paid for delivery at doors, and what the office counted of it."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

PAYMENTS, COUNTS = "fee_payments", "fee_counts"


def upgrade() -> None:
    op.create_table(
        PAYMENTS,
        sa.Column("proof_id", sa.Uuid(), nullable=False),
        sa.Column("package_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("courier_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("due_rupiah", sa.Integer(), nullable=False),
        sa.Column("paid_rupiah", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=True),
        *_keys(PAYMENTS, proof_id="proofs.id", package_id="packages.id"),
        sa.PrimaryKeyConstraint("proof_id", name=op.f(f"pk_{PAYMENTS}")),
    )
    op.create_index(f"ix_{PAYMENTS}_office_day", PAYMENTS, ["office_id", "day", "courier_id"])
    op.create_index(op.f(f"ix_{PAYMENTS}_package_id"), PAYMENTS, ["package_id"])
    op.create_table(
        COUNTS,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("courier_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("due_rupiah", sa.Integer(), nullable=False),
        sa.Column("declared_rupiah", sa.Integer(), nullable=False),
        sa.Column("counted_rupiah", sa.Integer(), nullable=False),
        sa.Column("note_package_id", sa.Uuid(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("counted_by", sa.Uuid(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leaf_index", sa.BigInteger(), nullable=False),
        *_keys(COUNTS, note_package_id="packages.id", counted_by="users.id", leaf_index="leaves.index"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{COUNTS}")),
        sa.UniqueConstraint("leaf_index", name=op.f(f"uq_{COUNTS}_leaf_index")),
    )
    op.create_index(f"ix_{COUNTS}_office_day", COUNTS, ["office_id", "day", "courier_id", "counted_at"])


def downgrade() -> None:
    op.drop_table(COUNTS)
    op.drop_table(PAYMENTS)


def _keys(table: str, **more: str) -> list[sa.ForeignKeyConstraint]:
    every = {"office_id": "offices.id", "courier_id": "couriers.id", **more}
    return [_key(table, column, to) for column, to in every.items()]


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}_{to.partition('.')[0]}"))
