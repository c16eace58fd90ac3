"""What a person may decide about a proof that was kept for review, and what the decision does to the package."""

from enum import StrEnum

from courier_app.domain.packages import Status, path_between
from courier_app.domain.proofs import ON_THE_WAY, STATUS_AFTER, Mark, Outcome

SHORTEST_REASON, LONGEST_REASON = 10, 500  # letters


class Decision(StrEnum):
    """An auditor's verdict. Accepted: it happened as the proof says. Rejected: the proof counts for nothing."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Standing(StrEnum):
    """Where a proof stands: the rules were content, nobody has looked yet, a person has decided, or two officers have
    taken it out of the count (domain/voids.py)."""

    ACCEPTED = "accepted"
    WAITING = "waiting"
    UPHELD = "upheld"
    REJECTED = "rejected"
    VOIDED = "voided"

    @property
    def counts_for_nothing(self) -> bool:
        """Nobody has anything left to do about it."""
        return self in (Standing.REJECTED, Standing.VOIDED)


_AFTER = {
    None: Standing.WAITING,
    Decision.ACCEPTED: Standing.UPHELD,
    Decision.REJECTED: Standing.REJECTED,
}
# A courier who never pressed "Terima" took the package all the same: the auditor has seen the proof.
_THROUGH = ON_THE_WAY | {Status.PICKED_UP}


def standing(mark: Mark | None, decision: Decision | None, *, voided: bool = False) -> Standing:
    if voided:
        return Standing.VOIDED
    return _AFTER[decision] if mark else Standing.ACCEPTED


def steps_when_accepted(status: Status, outcome: Outcome) -> tuple[Status, ...]:
    """What an accepted proof still does to a package that stands at `status`; nothing when the table of moves has no
    way there any more, or the envelope lies at the office's counter: the proof is good, and comes too late."""
    if status is Status.HELD_FOR_PICKUP:
        return ()
    return path_between(status, STATUS_AFTER[outcome], through=_THROUGH) or ()
