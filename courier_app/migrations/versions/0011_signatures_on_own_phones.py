"""what recipients sign on their own phones; a verdict that nobody had to give."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_phone_signatures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("package_id", sa.Uuid(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Uuid(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visit_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("browser", sa.String(length=40), nullable=False),
        sa.Column("network", sa.LargeBinary(length=16), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("record_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("code", sa.String(length=8), nullable=True),
        sa.Column("record_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("leaf_index", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handovers.id"], name=op.f("fk_own_phone_signatures_handover_id_handovers")
        ),
        sa.ForeignKeyConstraint(
            ["leaf_index"], ["leaves.index"], name=op.f("fk_own_phone_signatures_leaf_index_leaves")
        ),
        sa.ForeignKeyConstraint(
            ["package_id"], ["packages.id"], name=op.f("fk_own_phone_signatures_package_id_packages")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_phone_signatures")),
        sa.UniqueConstraint("leaf_index", name=op.f("uq_own_phone_signatures_leaf_index")),
    )
    op.create_index("ix_own_phone_signatures_package_id", "own_phone_signatures", ["package_id"])
    with op.batch_alter_table("reviews") as reviews:
        reviews.alter_column("user_id", existing_type=sa.Uuid(), nullable=True)


def downgrade() -> None:
    """A verdict without a person cannot be kept by the older tables: stops when there is one."""
    without = op.get_bind().scalar(sa.text("SELECT count(*) FROM reviews WHERE user_id IS NULL"))
    if without:
        raise RuntimeError("reviews hold verdicts that nobody gave; the older version cannot read them")
    with op.batch_alter_table("reviews") as reviews:
        reviews.alter_column("user_id", existing_type=sa.Uuid(), nullable=False)
    op.drop_index("ix_own_phone_signatures_package_id", "own_phone_signatures")
    op.drop_table("own_phone_signatures")
