"""the access log: whose office, why, and the roots that the ledger remembers."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None
REASONED = sa.text("reason IS NOT NULL")
OFFICE = """
UPDATE looks SET office_id = (SELECT packages.office_id FROM packages WHERE packages.id = looks.package_id)
"""


def upgrade() -> None:
    """The office of every earlier look is its package's: it goes into the first root."""
    with op.batch_alter_table("looks") as table:
        table.add_column(sa.Column("office_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("reason", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("words_sealed", sa.LargeBinary(), nullable=True))
        table.create_foreign_key("fk_looks_office_id_offices", "offices", ["office_id"], ["id"])
    op.execute(sa.text(OFFICE))
    op.create_index("ix_looks_at", "looks", ["at", "id"])
    op.create_index("ix_looks_office_at", "looks", ["office_id", "at", "id"])
    op.create_index(
        "ix_looks_office_reason",
        "looks",
        ["office_id", "at"],
        sqlite_where=REASONED,
        postgresql_where=REASONED,
    )
    op.create_table(
        "look_roots",
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leaf_index", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["leaf_index"], ["leaves.index"], name="fk_look_roots_leaf_index_leaves"),
        sa.PrimaryKeyConstraint("until", name="pk_look_roots"),
        sa.UniqueConstraint("leaf_index", name="uq_look_roots_leaf_index"),
    )


def downgrade() -> None:
    op.drop_table("look_roots")
    for name in ("ix_looks_office_reason", "ix_looks_office_at", "ix_looks_at"):
        op.drop_index(name, table_name="looks")
    with op.batch_alter_table("looks") as table:
        table.drop_constraint("fk_looks_office_id_offices", type_="foreignkey")
        for name in ("words_sealed", "reason", "office_id"):
            table.drop_column(name)
