"""erasures, holds, and how long data are kept."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

LEAVING = (
    "closed_at IS NOT NULL AND erased_at IS NULL"
    " AND (pictures_erased_at IS NULL OR pictures_erased_at < closed_at)"
)
KEPT = "closed_at IS NOT NULL AND erased_at IS NULL"


def _partial(words: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(words), "postgresql_where": sa.text(words)}


def _choice(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _id(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _leaf() -> sa.Column[Any]:
    return sa.Column("leaf_index", sa.BigInteger(), nullable=False)


def _to(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}_{other}"))


def _logged(table: str) -> tuple[sa.Constraint, ...]:
    return (
        _to(table, "leaf_index", "leaves", "index"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("leaf_index", name=op.f(f"uq_{table}_leaf_index")),
    )


def upgrade() -> None:
    op.add_column("packages", _moment("pictures_erased_at", nullable=True))
    op.add_column("packages", _moment("erased_at", nullable=True))
    op.create_index("ix_packages_pictures_to_erase", "packages", ["closed_at", "id"], **_partial(LEAVING))
    op.create_index("ix_packages_to_erase", "packages", ["closed_at", "id"], **_partial(KEPT))
    _erasures()
    _holds()
    _rules()


def _erasures() -> None:
    op.create_table(
        "erasures",
        *(_id("id"), _id("package_id"), _id("office_id")),
        sa.Column("part", _choice("part", "pictures", "everything"), nullable=False),
        sa.Column("why", _choice("erasedwhy", "due", "request", "order"), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        *(
            _id("user_id", nullable=True),
            _moment("erased_at"),
            _moment("finished_at", nullable=True),
            _leaf(),
        ),
        *(_to("erasures", "package_id", "packages"), _to("erasures", "office_id", "offices")),
        *(_to("erasures", "user_id", "users"), *_logged("erasures")),
    )
    op.create_index("ix_erasures_package", "erasures", ["package_id", "erased_at"])
    op.create_index("ix_erasures_office_erased", "erasures", ["office_id", "erased_at", "id"])
    op.create_table(
        "doomed_objects",
        sa.Column("object_name", sa.String(80), nullable=False),
        sa.Column("store", sa.String(32), nullable=False),
        *(_id("erasure_id"), _to("doomed_objects", "erasure_id", "erasures")),
        sa.PrimaryKeyConstraint("object_name", name=op.f("pk_doomed_objects")),
    )
    op.create_index(op.f("ix_doomed_objects_erasure_id"), "doomed_objects", ["erasure_id"])


def _holds() -> None:
    op.create_table(
        "holds",
        *(_id("id"), _id("package_id")),
        sa.Column("step", _choice("holdstep", "put", "lifted"), nullable=False),
        *(
            _moment("at"),
            _id("user_id"),
            sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
            _leaf(),
        ),
        *(_to("holds", "package_id", "packages"), _to("holds", "user_id", "users"), *_logged("holds")),
    )
    op.create_index("ix_holds_package", "holds", ["package_id", "leaf_index"])


def _rules() -> None:
    op.create_table(
        "keeping_rules",
        *(_id("id"), _id("office_id"), sa.Column("kind", sa.String(32), nullable=False)),
        sa.Column("pictures_days", sa.Integer(), nullable=False),
        sa.Column("record_days", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(200), nullable=False),
        *(_id("user_id"), _moment("set_at"), _leaf()),
        *(_to("keeping_rules", "office_id", "offices"), _to("keeping_rules", "user_id", "users")),
        *_logged("keeping_rules"),
    )
    op.create_index("ix_keeping_rules_office", "keeping_rules", ["office_id", "kind", "leaf_index"])


def downgrade() -> None:
    for table in ("keeping_rules", "holds", "doomed_objects", "erasures"):
        op.drop_table(table)
    op.drop_index("ix_packages_to_erase", table_name="packages")
    op.drop_index("ix_packages_pictures_to_erase", table_name="packages")
    op.drop_column("packages", "erased_at")
    op.drop_column("packages", "pictures_erased_at")
