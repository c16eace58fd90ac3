"""packages that wait at the office's counter: each act that says until when."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

TABLE = "counter_stays"
WHY = ("citizen_asked", "papers", "counter_closed", "office_decided")
_KEYS = (("package_id", "packages.id"), ("leaf_index", "leaves.index"), ("user_id", "users.id"))


def upgrade() -> None:
    why = sa.Enum(*WHY, name="longer", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        TABLE,
        sa.Column("package_id", sa.Uuid(), nullable=False),
        sa.Column("leaf_index", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("longer", why, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        *(_key(column, to) for column, to in _KEYS),
        sa.PrimaryKeyConstraint("package_id", "leaf_index", name=op.f(f"pk_{TABLE}")),
    )


def downgrade() -> None:
    op.drop_table(TABLE)


def _key(column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{TABLE}_{column}_{to.partition('.')[0]}")
    return sa.ForeignKeyConstraint([column], [to], name=name)
