"""what citizens report of money that was demanded."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLE = "money_reports"
OPEN = sa.text("answered_at IS NULL")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("package_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("filed_leaf", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answered_leaf", sa.BigInteger(), nullable=True),
        *(_key(column, to) for column, to in _KEYS),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("filed_leaf", name=op.f(f"uq_{TABLE}_filed_leaf")),
        sa.UniqueConstraint("answered_leaf", name=op.f(f"uq_{TABLE}_answered_leaf")),
    )
    op.create_index(f"ix_{TABLE}_office", TABLE, ["office_id", "made_at"])
    op.create_index(f"ix_{TABLE}_package", TABLE, ["package_id", "made_at"])
    op.create_index(
        f"ix_{TABLE}_open", TABLE, ["office_id", "made_at"], sqlite_where=OPEN, postgresql_where=OPEN
    )


def downgrade() -> None:
    op.drop_table(TABLE)


_KEYS = (
    ("package_id", "packages.id"),
    ("office_id", "offices.id"),
    ("filed_leaf", "leaves.index"),
    ("answered_by", "users.id"),
    ("answered_leaf", "leaves.index"),
)


def _key(column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{TABLE}_{column}_{to.partition('.')[0]}")
    return sa.ForeignKeyConstraint([column], [to], name=name)
