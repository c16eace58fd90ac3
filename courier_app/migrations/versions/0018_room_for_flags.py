"""more room for the flags of a proof: all of them together must fit, and the column was full."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

NARROW, WIDE = sa.String(length=200), sa.String(length=400)


def upgrade() -> None:
    """On SQLite this copies the table."""
    with op.batch_alter_table("proofs") as batch:
        batch.alter_column("flags", existing_type=NARROW, type_=WIDE, existing_nullable=False)


def downgrade() -> None:
    """The flag that came with the room goes; whatever does not fit then is refused by the database, never cut."""
    op.execute(
        "UPDATE proofs SET flags = trim(replace(' ' || flags || ' ', ' call-back ', ' ')) "
        "WHERE flags LIKE '%call-back%'"
    )
    with op.batch_alter_table("proofs") as batch:
        batch.alter_column("flags", existing_type=WIDE, type_=NARROW, existing_nullable=False)
