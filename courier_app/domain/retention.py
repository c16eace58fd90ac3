"""How long personal data of a package are kept, and what keeps them longer.

Source: domain.md, section 14; UU 27/2022, art. 42 to 44.

Pictures and signatures go first, everything else that speaks of a person later; the ledger's leaves stay for ever.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from courier_app.domain.confirmations import ANSWER_WINDOW


class Part(StrEnum):
    """What an erasure takes. EVERYTHING takes the pictures along, where they are still there."""

    PICTURES = "pictures"
    EVERYTHING = "everything"


class ErasedWhy(StrEnum):
    """DUE: its time was over. REQUEST: the citizen asked. ORDER: by hand, at the operator's console."""

    DUE = "due"
    REQUEST = "request"
    ORDER = "order"


class HeldBy(StrEnum):
    """What stops an erasure, whoever wants it."""

    CASE = "case"  # a citizen's open case
    REVIEW = "review"  # a proof that nobody has decided about
    HAND = "hand"  # an officer's or the data-protection officer's word
    REQUEST = "request"  # a citizen's own request for the data, not yet answered


class HoldStep(StrEnum):
    PUT = "put"
    LIFTED = "lifted"


@dataclass(frozen=True)
class Keeping:
    """Days after a package has closed, or after its last case has ended if that is later."""

    pictures_days: int
    record_days: int

    def days(self, part: Part) -> int:
        return self.pictures_days if part is Part.PICTURES else self.record_days


# Default of domain.md, section 14 ("proposal"): photo and signature 90 days after delivery or end of dispute, the
# record of the proof one year or what the office's archive schedule (JRA) says.
DEFAULT = Keeping(pictures_days=90, record_days=365)
# The citizen may say "not received" for so long: until then the pictures must be there to look it up.
SHORTEST_DAYS = ANSWER_WINDOW.days
MOST_DAYS = 3_650


def keeping_of(rules: Mapping[str, Keeping], kind: str) -> Keeping:
    """`rules`: what the office has set for single document kinds."""
    return rules.get(kind, DEFAULT)


def is_allowed(keeping: Keeping) -> bool:
    return SHORTEST_DAYS <= keeping.pictures_days <= keeping.record_days <= MOST_DAYS


def due_at(
    keeping: Keeping, part: Part, *, closed_at: datetime | None, case_ended_at: datetime | None
) -> datetime | None:
    """The moment from which it must go; None while the package is on its way."""
    if closed_at is None:
        return None
    begin = max(closed_at, case_ended_at) if case_ended_at else closed_at
    return begin + timedelta(days=keeping.days(part))


def is_due(due: datetime | None, *, now: datetime) -> bool:
    return due is not None and due <= now
