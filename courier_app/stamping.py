"""Has the log stamped by an outside authority, each hour, while the server runs. Publishing never waits for it."""

import logging
from dataclasses import dataclass, field
from datetime import datetime

from courier_app.db import Database
from courier_app.evidence.http_post import NoAnswer
from courier_app.evidence.time_stamps import Authority, BadStamp
from courier_app.services.stamping import Stampable, keep_stamp, next_to_stamp
from courier_app.witnessing import Pause

EVERY = 30.0  # seconds between two looks whether an hour is over
log = logging.getLogger("suratsampai.log")


@dataclass(frozen=True)
class StampRound:
    """One look, and one question if it is time. After a failure it rests, twice as long each time."""

    database: Database
    authority: Authority
    pause: Pause = field(default_factory=Pause)

    def publish(self, *, now: datetime) -> int | None:
        """The size that was stamped."""
        if not self.pause.is_over(now):
            return None
        with self.database.reading() as session:
            wanted = next_to_stamp(session, now=now)
        return self._stamped(wanted, now) if wanted else None

    def _stamped(self, wanted: Stampable, now: datetime) -> int | None:
        try:
            stamp = self.authority.stamp(wanted.text)
        except (NoAnswer, BadStamp) as problem:
            self.pause.longer(now)
            log.error("the log is not stamped: %s", type(problem).__name__)
            return None
        self.pause.failures, self.pause.until = 0, None
        with self.database.transaction() as session:
            keep_stamp(session, wanted.size, stamp, now=now)
        return wanted.size
