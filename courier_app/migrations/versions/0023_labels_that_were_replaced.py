"""labels that stopped working when their packages went out again."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLE = "replaced_labels"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("label_id", sa.String(length=17), nullable=False),
        sa.Column("package_id", sa.Uuid(), nullable=False),
        sa.Column("replaced_by", sa.Uuid(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leaf_index", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["package_id"], ["packages.id"], name=op.f(f"fk_{TABLE}_package_id_packages")
        ),
        sa.ForeignKeyConstraint(["replaced_by"], ["users.id"], name=op.f(f"fk_{TABLE}_replaced_by_users")),
        sa.ForeignKeyConstraint(["leaf_index"], ["leaves.index"], name=op.f(f"fk_{TABLE}_leaf_index_leaves")),
        sa.PrimaryKeyConstraint("label_id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("leaf_index", name=op.f(f"uq_{TABLE}_leaf_index")),
    )
    op.create_index(op.f(f"ix_{TABLE}_package_id"), TABLE, ["package_id"])


def downgrade() -> None:
    op.drop_table(TABLE)
