"""tries on our pages apart from those at the door, and indexes for how much one courier has sent."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None
MARKED = sa.text("mark IS NOT NULL")


def upgrade() -> None:
    """Straight, not by a copy of the table (batch): other tables point at it."""
    op.add_column("packages", sa.Column("web_tries", sa.Integer(), server_default="0", nullable=False))
    op.add_column("packages", sa.Column("web_tries_day", sa.Date(), nullable=True))
    op.create_index("ix_media_courier_kept", "media", ["courier_id", "kept_at", "size"])
    op.create_index(
        "ix_proofs_courier_marked",
        "proofs",
        ["courier_id", "received_at"],
        sqlite_where=MARKED,
        postgresql_where=MARKED,
    )


def downgrade() -> None:
    op.drop_index("ix_proofs_courier_marked", table_name="proofs")
    op.drop_index("ix_media_courier_kept", table_name="media")
    op.drop_column("packages", "web_tries_day")
    op.drop_column("packages", "web_tries")
