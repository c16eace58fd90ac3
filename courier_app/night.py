"""The work of the night: what is due is erased while nobody waits for the database."""

from dataclasses import dataclass
from datetime import datetime

from courier_app.config import Settings
from courier_app.db import Database
from courier_app.erasing_rounds import ErasingRound
from courier_app.publisher import Routine
from courier_app.services.ports import Ports
from courier_app.services.rounds import WIB

HOURS = range(1, 5)  # of the clock in Semarang: one o'clock until five
EVERY = 300.0  # seconds
MOST = 5_000  # in one round: 240,000 a night


@dataclass(frozen=True)
class Night:
    """Does nothing by day. Two machines at once erase nothing twice."""

    database: Database
    ports: Ports

    def publish(self, *, now: datetime) -> int | None:
        """How many erasures were made; None by day."""
        if now.astimezone(WIB).hour not in HOURS:
            return None
        return ErasingRound(self.database, self.ports, now=now).erase_due(most=MOST)


def begin(settings: Settings, database: Database, ports: Ports) -> Routine:
    """For a worker of the server, once it has forked."""
    routine = Routine(Night(database, ports), settings.data_dir, every=EVERY, name="night")
    routine.start()
    return routine
