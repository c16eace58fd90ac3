"""rule books of the regions, and which rules each handover gave."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Until now a package kept the rules that it was registered with, and so did its handovers."""
    op.create_table(
        "rule_editions",
        sa.Column("region_code", sa.String(length=5), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("contents", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leaf_index", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["leaf_index"], ["leaves.index"], name=op.f("fk_rule_editions_leaf_index_leaves")
        ),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("fk_rule_editions_region_code_regions")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_rule_editions_user_id_users")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["users.id"], name=op.f("fk_rule_editions_withdrawn_by_users")
        ),
        sa.PrimaryKeyConstraint("region_code", "number", name=op.f("pk_rule_editions")),
        sa.UniqueConstraint("leaf_index", name=op.f("uq_rule_editions_leaf_index")),
    )
    op.create_table(
        "rule_drafts",
        sa.Column("region_code", sa.String(length=5), nullable=False),
        sa.Column("contents", sa.Text(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_code"], ["regions.code"], name=op.f("fk_rule_drafts_region_code_regions")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_rule_drafts_user_id_users")),
        sa.PrimaryKeyConstraint("region_code", name=op.f("pk_rule_drafts")),
    )
    op.add_column("packages", sa.Column("for_adult", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute("UPDATE packages SET for_adult = true WHERE kind = 'AKTA_LAHIR' AND policy_id = 'b-self'")
    op.add_column(
        "handover_packages", sa.Column("policy_id", sa.String(32), server_default="", nullable=False)
    )
    op.add_column(
        "handover_packages", sa.Column("policy_version", sa.Integer(), server_default="0", nullable=False)
    )
    for column in ("policy_id", "policy_version"):
        op.execute(
            f"UPDATE handover_packages SET {column} = (SELECT packages.{column} FROM packages"  # noqa: S608
            " WHERE packages.id = handover_packages.package_id)"
        )


def downgrade() -> None:
    op.drop_column("handover_packages", "policy_version")
    op.drop_column("handover_packages", "policy_id")
    op.drop_column("packages", "for_adult")
    op.drop_table("rule_drafts")
    op.drop_table("rule_editions")
