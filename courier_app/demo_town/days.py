"""The town's days: who has a free minute when, and who had no signal that morning."""

from datetime import date, datetime, timedelta
from random import Random

from courier_app.demo_town.calendar import WIB, at
from courier_app.demo_town.cast import DRIVERS

NOON = 240  # all minutes here count from eight o'clock
NO_SIGNAL = 0.25


class Days:
    """`days` are working days, oldest first; others speak of them by their place in the list."""

    def __init__(self, rng: Random, days: tuple[date, ...]) -> None:
        self.days = days
        self._rng = rng
        self._free: dict[tuple[str, int], list[int]] = {}
        self._offline: dict[tuple[str, int], bool] = {}
        self._mornings: dict[tuple[str, int], int] = {}
        self._trips = {driver.key: rng.randrange(4, len(days) - 3) for driver in DRIVERS}

    @property
    def last(self) -> int:
        return len(self.days) - 1

    def handover_day(self, who: str, *, after: int) -> int:
        """A day that leaves at least `after` days for what follows; a driver has one trip."""
        trip = self._trips.get(who)
        return self._rng.randrange(1, len(self.days) - after) if trip is None else trip

    def has_next(self, who: str) -> bool:
        """Whether a second try is possible: a driver's trip ends the same day."""
        return who not in self._trips

    def counter(self, day: int) -> datetime:
        """When the office registers: early, while the queue is short."""
        return at(self.days[day], 8) + timedelta(
            minutes=self._rng.randrange(60), seconds=self._rng.randrange(60)
        )

    def morning(self, who: str, day: int) -> datetime:
        """Between handover and the road: one act after the other, from 7.40."""
        turn = self._mornings[who, day] = self._mornings.get((who, day), 0) + 1
        return at(self.days[day], 7, 40) + timedelta(seconds=7 * turn)

    def door(self, who: str, day: int) -> tuple[datetime, datetime]:
        """A free moment at a door, and when the phone gets word of it through."""
        minute = self._free.setdefault((who, day), self._minutes()).pop()
        eight = at(self.days[day], 8)
        moment = eight + timedelta(minutes=minute, seconds=self._rng.randrange(200))
        offline = self._offline.setdefault((who, day), self._rng.random() < NO_SIGNAL)
        if offline and minute < NOON:
            return moment, eight + timedelta(minutes=NOON + 2, seconds=minute)
        return moment, moment + timedelta(seconds=self._rng.randrange(4, 30))

    def evening(self, delivered: datetime) -> datetime:
        """When a citizen looks at the page: the same evening."""
        local = delivered.astimezone(WIB)
        return at(local.date(), 18) + timedelta(minutes=self._rng.randrange(120))

    def _minutes(self) -> list[int]:
        """Every four minutes from half past eight, with a pause at noon for prayer and rice."""
        minutes = [*range(30, NOON - 12, 4), *range(NOON + 60, 440, 4)]
        self._rng.shuffle(minutes)
        return minutes
