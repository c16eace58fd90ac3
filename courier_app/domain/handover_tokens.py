"""How long a handover QR may be taken: two minutes to open it, and then time to fill in the form (decisions/0011)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

TOKEN_LIFE = timedelta(minutes=2)
FILL_IN = timedelta(minutes=10)


@dataclass(frozen=True)
class Window:
    """`expires_at`: when the QR stops working for those who have not opened it; `looked_at`: when the first browser
    did."""

    expires_at: datetime
    looked_at: datetime | None = None

    def is_open(self, now: datetime, *, first_browser: bool) -> bool:
        """The browser that opened it first has its own time, counted once from that moment; everybody else has only
        the QR's."""
        return now < self.expires_at or (first_browser and self.left_to_fill_in(now) > timedelta(0))

    def left(self, now: datetime) -> timedelta:
        """Of the QR on the screen; never negative."""
        return max(self.expires_at - now, timedelta(0))

    def left_to_fill_in(self, now: datetime) -> timedelta:
        """Of the browser that opened it first; zero when none has."""
        if self.looked_at is None:
            return timedelta(0)
        return max(self.looked_at + FILL_IN - now, timedelta(0))
