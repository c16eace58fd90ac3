"""The office's counter: which packages may wait there for their citizens, and until when (domain.md, section 4)."""

from datetime import datetime, timedelta
from enum import StrEnum

from courier_app.domain.packages import Status
from courier_app.domain.words import Words

MAY_WAIT = frozenset({Status.READY, Status.RETURNED})  # what lies in the office


class Longer(StrEnum):
    """Why the counter keeps a package beyond its days."""

    CITIZEN_ASKED = "citizen_asked"
    PAPERS = "papers"
    COUNTER_CLOSED = "counter_closed"
    OFFICE_DECIDED = "office_decided"


LONGER_WORDS = {
    Longer.CITIZEN_ASKED: Words("Warga meminta disimpan lebih lama", "The citizen asked to keep it longer"),
    Longer.PAPERS: Words(
        "Surat kuasa atau kartu lama masih diurus", "The letter or the old card is still being seen to"
    ),
    Longer.COUNTER_CLOSED: Words("Loket sempat tutup", "The counter was closed"),
    Longer.OFFICE_DECIDED: Words("Keputusan atasan", "A superior decided so"),
}


def end_of_wait(now: datetime, *, days: int) -> datetime:
    """The last second of the last day, by the clock that `now` is told in."""
    last = now + timedelta(days=days)
    return last.replace(hour=23, minute=59, second=59, microsecond=0)


def is_past(held_until: datetime | None, now: datetime) -> bool:
    """Nothing happens by itself then: the office decides."""
    return held_until is not None and now > held_until
