"""time stamps of checkpoints."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "checkpoint_stamps",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("stamped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["size"],
            ["published_checkpoints.size"],
            name=op.f("fk_checkpoint_stamps_size_published_checkpoints"),
        ),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_checkpoint_stamps")),
    )


def downgrade() -> None:
    """The stamps are lost: keep a dump."""
    op.drop_table("checkpoint_stamps")
