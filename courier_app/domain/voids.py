"""A delivery that never was, taken out of the count by two officers: nothing is deleted, a new leaf corrects it."""

from courier_app.domain.packages import Status
from courier_app.domain.proofs import Outcome
from courier_app.domain.reviews import Standing

SHORTEST_REASON, LONGEST_REASON = 10, 500  # letters
# Where the envelope is after all: with the courier, at the office, or nobody knows.
VOIDED_TO = (Status.ATTEMPT_FAILED, Status.HELD_FOR_PICKUP, Status.LOST)


def may_be_voided(outcome: Outcome, standing: Standing, at: Status) -> bool:
    """A delivery that counts, of a package that stands at it."""
    counts = standing in (Standing.ACCEPTED, Standing.UPHELD)
    return counts and outcome is Outcome.DELIVERED and at is Status.DELIVERED


def is_correction(frm: Status, to: Status) -> bool:
    """The only steps after a delivery. They are not in the table of moves: each needs its own record."""
    return frm is Status.DELIVERED and to in VOIDED_TO
