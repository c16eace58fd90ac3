"""the newest witnessed checkpoint without reading all of them: health is asked by anybody."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

TABLE, INDEX = "published_checkpoints", "ix_published_checkpoints_witnessed"
SEEN = sa.text("witnessed_at IS NOT NULL")


def upgrade() -> None:
    op.create_index(INDEX, TABLE, ["size"], sqlite_where=SEEN, postgresql_where=SEEN)


def downgrade() -> None:
    op.drop_index(INDEX, TABLE)
