"""When a citizen is asked whether a package arrived, and for how long the answer may change."""

from datetime import datetime, timedelta

from courier_app.domain.packages import Status

# As long as photo and signature are kept to look the answer up against (domain.md, section 14).
ANSWER_WINDOW = timedelta(days=90)
# What the confirmation page promises: staff look into a "not received" within so many working days.
CASE_DAYS = 3
ASKED = frozenset({Status.DELIVERED, Status.REPORTED_DELIVERED})


def may_answer(status: Status, closed_at: datetime | None, *, now: datetime) -> bool:
    """Only after somebody said "delivered": before that, nobody has anything to confirm or to deny."""
    return status in ASKED and (closed_at is None or now <= closed_at + ANSWER_WINDOW)
