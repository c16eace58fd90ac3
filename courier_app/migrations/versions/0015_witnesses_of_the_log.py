"""witnesses of the log."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TROUBLES = ("away", "malformed", "untrusted_key", "not_enrolled", "ahead", "forked", "bad_answer")


def upgrade() -> None:
    op.add_column(
        "published_checkpoints", sa.Column("witnessed_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_table(
        "witness_standings",
        sa.Column("witness", sa.String(length=300), nullable=False),
        sa.Column("cosigned_size", sa.BigInteger(), nullable=False),
        sa.Column(
            "trouble",
            sa.Enum(*TROUBLES, name="trouble", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("witness", name=op.f("pk_witness_standings")),
    )


def downgrade() -> None:
    """The lines of witnesses stay on their checkpoints."""
    op.drop_table("witness_standings")
    with op.batch_alter_table("published_checkpoints") as table:
        table.drop_column("witnessed_at")
