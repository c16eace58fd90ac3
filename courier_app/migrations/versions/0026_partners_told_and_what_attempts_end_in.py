"""partners who are told of cases, the last attempt of a handover, counters that hold, and why a package goes again."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

ENTRIES = "dispute_entries"
SAID = ("asked", "account", "call", "note", "told", "citizen")
AGAIN = ("citizen_asked", "new_address", "appointment", "office_decided")
FAILED, HELD = sa.text("outcome = 'attempt_failed'"), sa.text("held_until IS NOT NULL")


def upgrade() -> None:
    """On SQLite this copies the lines of cases and the lists of handovers. Packages of before have no last attempt:
    nobody told their couriers of one."""
    with op.batch_alter_table(ENTRIES) as batch:
        batch.drop_constraint(op.f(f"ck_{ENTRIES}_said"), type_="check")
        batch.create_check_constraint(op.f(f"ck_{ENTRIES}_said"), _among("said", (*SAID, "partner")))
    op.add_column("packages", sa.Column("last_attempt", sa.Integer(), nullable=True))
    op.add_column("packages", sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("handover_packages") as batch:
        batch.add_column(sa.Column("again", sa.String(length=32), nullable=True))
        batch.create_check_constraint(op.f("ck_handover_packages_again"), _among("again", AGAIN))
    op.create_index("ix_proofs_office_failed", "proofs", ["office_id", "received_at", "id"], **_where(FAILED))
    op.create_index("ix_packages_office_held", "packages", ["office_id", "held_until", "id"], **_where(HELD))


def downgrade() -> None:
    """That a partner was told goes from the tables; the ledger keeps it."""
    op.drop_index("ix_packages_office_held", "packages")
    op.drop_index("ix_proofs_office_failed", "proofs")
    with op.batch_alter_table("handover_packages") as batch:
        batch.drop_constraint(op.f("ck_handover_packages_again"), type_="check")
        batch.drop_column("again")
    op.drop_column("packages", "held_until")
    op.drop_column("packages", "last_attempt")
    op.execute(f"DELETE FROM {ENTRIES} WHERE said = 'partner'")  # noqa: S608 - a constant of this file
    with op.batch_alter_table(ENTRIES) as batch:
        batch.drop_constraint(op.f(f"ck_{ENTRIES}_said"), type_="check")
        batch.create_check_constraint(op.f(f"ck_{ENTRIES}_said"), _among("said", SAID))


def _where(rows: sa.TextClause) -> dict[str, Any]:
    return {"sqlite_where": rows, "postgresql_where": rows}


def _among(column: str, codes: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(code) for code in codes)})"
