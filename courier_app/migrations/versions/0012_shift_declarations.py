"""what couriers declare of their health before work, and the mark of who went on all the same."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLE = "shift_declarations"
BEFORE = (
    *("not-your-package", "package-closed", "wrong-order", "evidence-incomplete", "relation-not-allowed"),
    *("policy-unknown", "device-revoked", "photo-seen-before", "trip-over", "claim-code-wrong"),
    *("identity-mismatch", "method-not-allowed"),
)
ADDED = ("courier-unfit",)


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("courier_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("handover_id", sa.Uuid(), nullable=True),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("policy_id", sa.String(length=32), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("fit", sa.Boolean(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sent", sa.LargeBinary(), nullable=False),
        sa.Column("acknowledgement", sa.LargeBinary(), nullable=False),
        sa.Column("leaf_index", sa.BigInteger(), nullable=False),
        *(_key(column, to) for column, to in _KEYS),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("leaf_index", name=op.f(f"uq_{TABLE}_leaf_index")),
    )
    op.create_index(f"ix_{TABLE}_courier_id_declared_at", TABLE, ["courier_id", "declared_at"])
    op.create_index(f"ix_{TABLE}_office_id_declared_at", TABLE, ["office_id", "declared_at"])
    op.create_index(f"ix_{TABLE}_received_at", TABLE, ["received_at"])
    _marks((*BEFORE, *ADDED))


def downgrade() -> None:
    """A proof with the new mark stays in review, under the nearest of the old ones."""
    op.execute("UPDATE proofs SET mark = 'method-not-allowed' WHERE mark = 'courier-unfit'")
    _marks(BEFORE)
    op.drop_table(TABLE)


_KEYS = (
    ("courier_id", "couriers.id"),
    ("office_id", "offices.id"),
    ("handover_id", "handovers.id"),
    ("device_id", "devices.id"),
    ("leaf_index", "leaves.index"),
)


def _key(column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{TABLE}_{column}_{to.partition('.')[0]}")
    return sa.ForeignKeyConstraint([column], [to], name=name)


def _marks(codes: tuple[str, ...]) -> None:
    """On SQLite this copies the table."""
    listed = ", ".join(f"'{code}'" for code in codes)
    with op.batch_alter_table("proofs") as batch:
        batch.drop_constraint(op.f("ck_proofs_mark"), type_="check")
        batch.create_check_constraint(op.f("ck_proofs_mark"), f"mark IN ({listed})")
