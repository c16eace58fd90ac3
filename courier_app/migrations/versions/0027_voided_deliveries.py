"""deliveries that never were: voided by two officers, with a leaf that refers to the proof's."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

TABLE = "voids"
STATUSES = (
    *("registered", "ready", "booked", "assigned", "picked_up", "in_transit", "at_hub", "out_for_delivery"),
    *("on_hold", "attempt_failed", "held_for_pickup", "reported_delivered", "delivered", "returning"),
    *("returned", "cancelled", "lost"),
)


def upgrade() -> None:
    status = sa.Enum(*STATUSES, name="status", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        TABLE,
        sa.Column("proof_id", sa.Uuid(), nullable=False),
        sa.Column("package_id", sa.Uuid(), nullable=False),
        sa.Column("status", status, nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leaf_index", sa.BigInteger(), nullable=False),
        *(_key(column, to) for column, to in _KEYS),
        sa.PrimaryKeyConstraint("proof_id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("leaf_index", name=op.f(f"uq_{TABLE}_leaf_index")),
    )
    op.create_index(op.f(f"ix_{TABLE}_package_id"), TABLE, ["package_id"])


def downgrade() -> None:
    op.drop_table(TABLE)


_KEYS = (
    ("proof_id", "proofs.id"),
    ("package_id", "packages.id"),
    ("user_id", "users.id"),
    ("second_id", "users.id"),
    ("leaf_index", "leaves.index"),
)


def _key(column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{TABLE}_{column}_{to.partition('.')[0]}")
    return sa.ForeignKeyConstraint([column], [to], name=name)
