"""what a delivery said of an old card may be said again, once two officers have voided the delivery."""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

STEPS, KEY = "old_card_steps", "pk_old_card_steps"
# Of deliveries that were voided, and whose package has not been delivered since: nothing was given for these cards.
OWED_AGAIN = """
UPDATE packages SET old_card = 'owed' WHERE old_card = 'not_available' AND status <> 'delivered' AND id IN (
    SELECT s.package_id FROM old_card_steps AS s JOIN voids AS v ON v.proof_id = s.proof_id
    WHERE s.state = 'not_available')
"""
SAID_TWICE = """
DELETE FROM old_card_steps WHERE leaf_index > (
    SELECT min(s.leaf_index) FROM old_card_steps AS s
    WHERE s.package_id = old_card_steps.package_id AND s.state = old_card_steps.state)
"""


def upgrade() -> None:
    """On SQLite this copies the table."""
    _keyed_by("leaf_index")
    op.execute(OWED_AGAIN)


def downgrade() -> None:
    """The first time stays: there was no word for a second. What is owed again, is."""
    op.execute(SAID_TWICE)
    _keyed_by("state")


def _keyed_by(column: str) -> None:
    with op.batch_alter_table(STEPS) as batch:
        batch.drop_constraint(op.f(KEY), type_="primary")
        batch.create_primary_key(op.f(KEY), ["package_id", column])
