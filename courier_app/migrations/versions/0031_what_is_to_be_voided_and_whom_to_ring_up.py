"""deliveries that a verdict found wrong and that still count, and an index of proofs on the courier's word alone."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

OVERTURNED, WORD_ALONE = sa.text("overturned_at IS NOT NULL"), sa.text("flags LIKE '%call-back%'")
# The last verdict of an office on a delivery that counts, where it says that nothing was received and the citizen has
# not said since that it came. Read from the few cases, not from the many packages.
STILL_COUNTS = """
UPDATE packages SET overturned_at = (
  SELECT max(d.decided_at) FROM disputes AS d
  WHERE d.package_id = packages.id AND d.verdict <> 'withdrawn_by_citizen'
)
WHERE id IN (
  SELECT d.package_id FROM disputes AS d JOIN packages AS p ON p.id = d.package_id
  WHERE d.verdict IN ('delivered_to_other', 'not_delivered', 'document_reissued') AND d.decided_at >= p.closed_at
  AND p.status = 'delivered' AND p.disputed_at IS NULL AND p.erased_at IS NULL
  AND NOT EXISTS (
    SELECT 1 FROM disputes AS later WHERE later.package_id = d.package_id
    AND later.verdict <> 'withdrawn_by_citizen' AND later.decided_at > d.decided_at
  )
  AND NOT EXISTS (
    SELECT 1 FROM statements AS said WHERE said.package_id = d.package_id
    AND said.answer = 'received' AND said.made_at > d.decided_at
  )
  AND NOT EXISTS (SELECT 1 FROM collections AS taken WHERE taken.package_id = d.package_id)
)
"""


def upgrade() -> None:
    """Straight, not by a copy of the table (batch): other tables point at it."""
    op.add_column("packages", sa.Column("overturned_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(sa.text(STILL_COUNTS))
    in_order = ["office_id", "registered_at", "id"]
    op.create_index("ix_packages_office_overturned", "packages", in_order, **_where(OVERTURNED))
    received = ["office_id", "received_at", "id"]
    op.create_index("ix_proofs_office_word_alone", "proofs", received, **_where(WORD_ALONE))


def downgrade() -> None:
    """The cases keep what was decided."""
    op.drop_index("ix_proofs_office_word_alone", "proofs")
    op.drop_index("ix_packages_office_overturned", "packages")
    op.drop_column("packages", "overturned_at")


def _where(rows: sa.TextClause) -> dict[str, Any]:
    return {"sqlite_where": rows, "postgresql_where": rows}
