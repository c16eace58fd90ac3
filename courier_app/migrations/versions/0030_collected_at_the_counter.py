"""packages that their citizens collected at the office's counter."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

TABLE = "collections"
_KEYS = (
    ("package_id", "packages.id"),
    ("office_id", "offices.id"),
    ("user_id", "users.id"),
    ("leaf_index", "leaves.index"),
)


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("package_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.String(length=32), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("said_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("collected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leaf_index", sa.BigInteger(), nullable=False),
        *(_key(column, to) for column, to in _KEYS),
        sa.PrimaryKeyConstraint("package_id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("leaf_index", name=op.f(f"uq_{TABLE}_leaf_index")),
    )


def downgrade() -> None:
    op.drop_table(TABLE)


def _key(column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{TABLE}_{column}_{to.partition('.')[0]}")
    return sa.ForeignKeyConstraint([column], [to], name=name)
