"""who looked at a handover's QR first, and the hosts that stand on printed labels."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("handovers", sa.Column("look_digest", sa.LargeBinary(length=32), nullable=True))
    op.add_column("handovers", sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "label_hosts",
        sa.Column("host", sa.String(length=80), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("host", name="pk_label_hosts"),
    )


def downgrade() -> None:
    op.drop_table("label_hosts")
    op.drop_column("handovers", "looked_at")
    op.drop_column("handovers", "look_digest")
