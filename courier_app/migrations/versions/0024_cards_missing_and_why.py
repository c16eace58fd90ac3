"""old cards that were missing at the count, and why a package's old card is owed, by which edition of the rules."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

STEPS = "old_card_steps"
BEFORE = ("owed", "not_available", "collected", "counted_in", "destroyed")
ADDED = ("missing", "written_off")
GONE = ("no_bag", "empty_bag", "lost_on_the_way", "stolen")
PAPERS = ("police_report", "official_record")
WHY = ("changed_data", "damaged", "by_rule")


def upgrade() -> None:
    """On SQLite this copies both tables. Packages of before keep what they owe; nobody said why."""
    with op.batch_alter_table("packages") as batch:
        batch.drop_constraint(op.f("ck_packages_oldcard"), type_="check")
        batch.create_check_constraint(op.f("ck_packages_oldcard"), _among("old_card", (*BEFORE, *ADDED)))
        batch.add_column(sa.Column("card_why", sa.String(length=32), nullable=True))
        batch.create_check_constraint(op.f("ck_packages_cardwhy"), _among("card_why", WHY))
        batch.add_column(sa.Column("card_edition", sa.Integer(), nullable=True))
    with op.batch_alter_table(STEPS) as batch:
        batch.drop_constraint(op.f(f"ck_{STEPS}_oldcard"), type_="check")
        batch.create_check_constraint(op.f(f"ck_{STEPS}_oldcard"), _among("state", (*BEFORE, *ADDED)))
        batch.add_column(sa.Column("gone", sa.String(length=32), nullable=True))
        batch.create_check_constraint(op.f(f"ck_{STEPS}_notthere"), _among("gone", GONE))
        batch.add_column(sa.Column("paper", sa.String(length=32), nullable=True))
        batch.create_check_constraint(op.f(f"ck_{STEPS}_losspaper"), _among("paper", PAPERS))
        batch.add_column(sa.Column("paper_number", sa.String(length=40), nullable=True))


def downgrade() -> None:
    """A card that is missing or was given up is with its courier again, as before there was a word for it."""
    op.execute("UPDATE packages SET old_card = 'collected' WHERE old_card IN ('missing', 'written_off')")
    op.execute("DELETE FROM old_card_steps WHERE state IN ('missing', 'written_off')")
    with op.batch_alter_table(STEPS) as batch:
        for name in ("notthere", "losspaper", "oldcard"):
            batch.drop_constraint(op.f(f"ck_{STEPS}_{name}"), type_="check")
        batch.create_check_constraint(op.f(f"ck_{STEPS}_oldcard"), _among("state", BEFORE))
        for column in ("paper_number", "paper", "gone"):
            batch.drop_column(column)
    with op.batch_alter_table("packages") as batch:
        for name in ("cardwhy", "oldcard"):
            batch.drop_constraint(op.f(f"ck_packages_{name}"), type_="check")
        batch.create_check_constraint(op.f("ck_packages_oldcard"), _among("old_card", BEFORE))
        batch.drop_column("card_edition")
        batch.drop_column("card_why")


def _among(column: str, codes: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(code) for code in codes)})"
