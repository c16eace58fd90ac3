"""what citizens ask of their own data."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

OPEN: dict[str, Any] = {
    "sqlite_where": sa.text("answered_at IS NULL"),
    "postgresql_where": sa.text("answered_at IS NULL"),
}
TABLE = "rights_requests"


def _choice(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def _to(column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{TABLE}_{column}_{other}"))


def upgrade() -> None:
    moment, id_, sealed, leaf = sa.DateTime(timezone=True), sa.Uuid(), sa.LargeBinary(), sa.BigInteger()
    op.create_table(
        TABLE,
        sa.Column("id", id_, nullable=False),
        sa.Column("package_id", id_, nullable=False),
        sa.Column("office_id", id_, nullable=False),
        sa.Column("right", _choice("right", "access", "correction", "erasure"), nullable=False),
        sa.Column("channel", _choice("askedat", "page", "counter"), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("asked_by", id_, nullable=True),
        sa.Column("words_sealed", sealed, nullable=True),
        sa.Column("asked_leaf", leaf, nullable=False),
        sa.Column("answer", _choice("requestanswer", "granted", "refused"), nullable=True),
        sa.Column("reason_sealed", sealed, nullable=True),
        sa.Column("answered_by", id_, nullable=True),
        sa.Column("answered_at", moment, nullable=True),
        sa.Column("answered_leaf", leaf, nullable=True),
        *(_to("package_id", "packages"), _to("office_id", "offices"), _to("asked_by", "users")),
        *(_to("answered_by", "users"), _to("asked_leaf", "leaves", "index")),
        _to("answered_leaf", "leaves", "index"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("asked_leaf", name=op.f(f"uq_{TABLE}_asked_leaf")),
        sa.UniqueConstraint("answered_leaf", name=op.f(f"uq_{TABLE}_answered_leaf")),
    )
    op.create_index("ix_rights_requests_one_open", TABLE, ["package_id", "right"], unique=True, **OPEN)
    op.create_index("ix_rights_requests_office_open", TABLE, ["office_id", "due_at"], **OPEN)
    op.create_index("ix_rights_requests_office_answered", TABLE, ["office_id", "answered_at"])
    op.create_index("ix_rights_requests_package", TABLE, ["package_id", "asked_at"])


def downgrade() -> None:
    op.drop_table(TABLE)
