"""when an account closed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody knows when an account was closed before this: take the beginning, so that no phone of it gets in again.
    Straight, not by a copy of the table (batch): other tables point at it."""
    op.add_column("users", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(sa.text("UPDATE users SET closed_at = created_at WHERE NOT active"))
    op.drop_column("users", "active")


def downgrade() -> None:
    op.add_column("users", sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.execute(sa.text("UPDATE users SET active = false WHERE closed_at IS NOT NULL"))
    op.drop_column("users", "closed_at")
