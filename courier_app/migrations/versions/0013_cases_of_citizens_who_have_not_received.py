"""cases of citizens who have not received their package."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

VERDICTS = (
    *("delivered_confirmed", "delivered_to_other", "not_delivered", "document_reissued"),
    "withdrawn_by_citizen",
)
SAID = ("asked", "account", "call", "note", "told", "citizen")
ACCOUNTS = ("to_recipient", "to_family", "to_other", "still_here", "not_handed_over", "not_sure")
OPEN: dict[str, Any] = {
    "sqlite_where": sa.text("decided_at IS NULL"),
    "postgresql_where": sa.text("decided_at IS NULL"),
}


def _choice(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "disputes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("package_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_leaf", sa.BigInteger(), nullable=True),
        sa.Column("verdict", _choice("verdict", VERDICTS), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_leaf", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name=op.f("fk_disputes_decided_by_users")),
        sa.ForeignKeyConstraint(
            ["decided_leaf"], ["leaves.index"], name=op.f("fk_disputes_decided_leaf_leaves")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_disputes_office_id_offices")),
        sa.ForeignKeyConstraint(
            ["opened_leaf"], ["leaves.index"], name=op.f("fk_disputes_opened_leaf_leaves")
        ),
        sa.ForeignKeyConstraint(
            ["package_id"], ["packages.id"], name=op.f("fk_disputes_package_id_packages")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
    )
    op.create_index("ix_disputes_one_open", "disputes", ["package_id"], unique=True, **OPEN)
    op.create_index("ix_disputes_office_open", "disputes", ["office_id", "due_at"], **OPEN)
    op.create_index("ix_disputes_office_decided", "disputes", ["office_id", "decided_at"])
    op.create_index("ix_disputes_package", "disputes", ["package_id", "opened_at"])
    op.create_table(
        "dispute_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dispute_id", sa.Uuid(), nullable=False),
        sa.Column("said", _choice("said", SAID), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("courier_id", sa.Uuid(), nullable=True),
        sa.Column("account", _choice("account", ACCOUNTS), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("leaf_index", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["courier_id"], ["couriers.id"], name=op.f("fk_dispute_entries_courier_id_couriers")
        ),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["disputes.id"], name=op.f("fk_dispute_entries_dispute_id_disputes")
        ),
        sa.ForeignKeyConstraint(
            ["leaf_index"], ["leaves.index"], name=op.f("fk_dispute_entries_leaf_index_leaves")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_dispute_entries_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_entries")),
        sa.UniqueConstraint("leaf_index", name=op.f("uq_dispute_entries_leaf_index")),
    )
    op.create_index("ix_dispute_entries_dispute", "dispute_entries", ["dispute_id", "made_at"])
    op.create_index("ix_dispute_entries_courier", "dispute_entries", ["courier_id", "said", "made_at"])
    _open_cases_of_before()


def _open_cases_of_before() -> None:
    """Packages whose citizen has said "not received" already: each gets its case, from that moment on."""
    at, ids = sa.DateTime(timezone=True), sa.Uuid()
    known = (sa.column("id", ids), sa.column("office_id", ids), sa.column("disputed_at", at))
    packages = sa.table("packages", *known)
    names = ("id", "package_id", "office_id", "opened_at", "due_at")
    cases = sa.table("disputes", *(sa.column(n, at if n.endswith("_at") else ids) for n in names))
    bind = op.get_bind()
    for row in bind.execute(sa.select(packages).where(packages.c.disputed_at.is_not(None))).all():
        due = row.disputed_at + timedelta(hours=72)
        values = (uuid4(), row.id, row.office_id, row.disputed_at, due)
        bind.execute(cases.insert().values(dict(zip(names, values, strict=True))))


def downgrade() -> None:
    op.drop_table("dispute_entries")
    op.drop_table("disputes")
