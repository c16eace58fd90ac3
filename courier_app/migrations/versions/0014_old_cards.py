"""old cards that come back: where each stands, every step of it, and the mark of a delivery that brought none."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLE, INDEX = "old_card_steps", "ix_packages_office_card"
STATES = ("owed", "not_available", "collected", "counted_in", "destroyed")
WHY = ("loss_letter", "never_had", "given_before", "waived")
BEFORE = (
    *("not-your-package", "package-closed", "wrong-order", "evidence-incomplete", "relation-not-allowed"),
    *("policy-unknown", "device-revoked", "photo-seen-before", "trip-over", "claim-code-wrong"),
    *("identity-mismatch", "method-not-allowed", "courier-unfit"),
)
ADDED = ("card-owed",)
WITH_CARD: dict[str, Any] = {
    "sqlite_where": sa.text("old_card IS NOT NULL"),
    "postgresql_where": sa.text("old_card IS NOT NULL"),
}
_KEYS = (
    ("courier_id", "couriers.id"),
    ("leaf_index", "leaves.index"),
    ("office_id", "offices.id"),
    ("package_id", "packages.id"),
    ("proof_id", "proofs.id"),
    ("second_id", "users.id"),
    ("user_id", "users.id"),
)


def upgrade() -> None:
    # Written out: a column that brings its own check spares SQLite a copy of its largest table.
    check = f"CONSTRAINT ck_packages_oldcard CHECK (old_card IN ({_listed(STATES)}))"
    op.execute(f"ALTER TABLE packages ADD COLUMN old_card VARCHAR(32) {check}")
    op.create_index(INDEX, "packages", ["office_id", "old_card", "id"], **WITH_CARD)
    op.create_table(
        TABLE,
        sa.Column("package_id", sa.Uuid(), nullable=False),
        sa.Column("state", _choice("oldcard", STATES), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("courier_id", sa.Uuid(), nullable=True),
        sa.Column("proof_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("second_id", sa.Uuid(), nullable=True),
        sa.Column("seal", sa.String(length=12), nullable=True),
        sa.Column("seal_differs", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("missing", _choice("nocard", WHY), nullable=True),
        sa.Column("leaf_index", sa.BigInteger(), nullable=False),
        *(_key(column, to) for column, to in _KEYS),
        sa.PrimaryKeyConstraint("package_id", "state", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(f"ix_{TABLE}_office_state", TABLE, ["office_id", "state", "recorded_at", "package_id"])
    op.create_index(f"ix_{TABLE}_leaf", TABLE, ["leaf_index"])
    _marks((*BEFORE, *ADDED))


def downgrade() -> None:
    """A proof with the new mark stays in review, under the nearest of the old ones."""
    op.execute("UPDATE proofs SET mark = 'evidence-incomplete' WHERE mark = 'card-owed'")
    _marks(BEFORE)
    op.drop_table(TABLE)
    op.drop_index(INDEX, "packages")
    # The check may stand beside the column instead of in it: then SQLite drops neither alone.
    with op.batch_alter_table("packages") as batch:
        batch.drop_constraint(op.f("ck_packages_oldcard"), type_="check")
        batch.drop_column("old_card")


def _choice(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def _key(column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{TABLE}_{column}_{to.partition('.')[0]}")
    return sa.ForeignKeyConstraint([column], [to], name=name)


def _listed(codes: tuple[str, ...]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


def _marks(codes: tuple[str, ...]) -> None:
    """On SQLite this copies the table."""
    with op.batch_alter_table("proofs") as batch:
        batch.drop_constraint(op.f("ck_proofs_mark"), type_="check")
        batch.create_check_constraint(op.f("ck_proofs_mark"), f"mark IN ({_listed(codes)})")
