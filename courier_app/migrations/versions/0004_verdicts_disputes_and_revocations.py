"""verdicts on proofs, disputes on packages, and who revoked a phone."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None
DISPUTED = sa.text("disputed_at IS NOT NULL")
LAST_WORD = """
UPDATE packages SET disputed_at = (
  SELECT said.made_at FROM statements AS said WHERE said.package_id = packages.id AND said.answer = 'not_received'
  AND NOT EXISTS (
    SELECT 1 FROM statements AS later WHERE later.package_id = said.package_id AND later.made_at > said.made_at
  )
)
WHERE id IN (SELECT package_id FROM statements)
"""


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    """Straight, not by a copy of the table (batch): other tables point at it."""
    op.add_column("packages", sa.Column("disputed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(sa.text(LAST_WORD))
    op.create_index(
        "ix_packages_office_disputed",
        "packages",
        ["office_id", "registered_at", "id"],
        sqlite_where=DISPUTED,
        postgresql_where=DISPUTED,
    )
    op.create_table(
        "reviews",
        sa.Column("proof_id", sa.Uuid(), nullable=False),
        sa.Column("package_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("decision", _choice("decision", "accepted", "rejected"), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("moved", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leaf_index", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["leaf_index"], ["leaves.index"], name="fk_reviews_leaf_index_leaves"),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name="fk_reviews_package_id_packages"),
        sa.ForeignKeyConstraint(["proof_id"], ["proofs.id"], name="fk_reviews_proof_id_proofs"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_reviews_user_id_users"),
        sa.PrimaryKeyConstraint("proof_id", name="pk_reviews"),
        sa.UniqueConstraint("leaf_index", name="uq_reviews_leaf_index"),
    )
    op.create_index("ix_reviews_package_id", "reviews", ["package_id"])
    op.create_table(
        "revocations",
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column(
            "reason",
            _choice("revokedwhy", "lost", "stolen", "replaced", "left", "misused"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name="fk_revocations_device_id_devices"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_revocations_user_id_users"),
        sa.PrimaryKeyConstraint("device_id", name="pk_revocations"),
    )


def downgrade() -> None:
    op.drop_table("revocations")
    op.drop_index("ix_reviews_package_id", table_name="reviews")
    op.drop_table("reviews")
    op.drop_index("ix_packages_office_disputed", table_name="packages")
    op.drop_column("packages", "disputed_at")
