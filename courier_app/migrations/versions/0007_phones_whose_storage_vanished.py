"""phones whose storage vanished."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "storage_losses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("courier_id", sa.Uuid(), nullable=False),
        sa.Column("kid", sa.String(length=43), nullable=True),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("last_order", sa.Integer(), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["courier_id"], ["couriers.id"], name=op.f("fk_storage_losses_courier_id_couriers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_storage_losses")),
    )
    op.create_index(
        "ix_storage_losses_courier_id_reported_at", "storage_losses", ["courier_id", "reported_at"]
    )


def downgrade() -> None:
    op.drop_index("ix_storage_losses_courier_id_reported_at", table_name="storage_losses")
    op.drop_table("storage_losses")
