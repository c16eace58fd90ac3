"""The round as a courier's phone takes it along: what he holds, for whom, and by which rules."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from courier_app.models import Package
from courier_app.queries.rounds import looked_at, packages_of_round, rules_of
from courier_app.services.looks import Sight, What, record_look
from courier_app.services.moves import Actor
from courier_app.services.ports import Ports
from courier_app.services.recipients import Recipient, open_recipient
from courier_app.services.senders import Sender

WIB = timezone(timedelta(hours=7))  # Jawa Tengah, no summer time; a fixed offset needs no zone files


@dataclass(frozen=True)
class Stop:
    """One package and whom it is for."""

    package: Package
    recipient: Recipient


@dataclass(frozen=True)
class Round:
    """`policies` are the rules that the packages name, as the phone reads them."""

    stops: tuple[Stop, ...]
    policies: tuple[dict[str, Any], ...]

    @property
    def package_ids(self) -> list[UUID]:
        return [stop.package.id for stop in self.stops]


def round_of(session: Session, ports: Ports, sender: Sender, *, now: datetime) -> Round:
    """Whoever hands it out calls record_round_looks() first. Erased packages are not in it."""
    rows = packages_of_round(session, sender.courier_id, handover_id=sender.handover_id, since=day_began(now))
    stops = tuple(Stop(package, open_recipient(session, ports, package)) for package, _key in rows)
    named = {(stop.package.policy_id, stop.package.policy_version) for stop in stops}
    return Round(stops, tuple(json.loads(rules) for rules in rules_of(session, named)))


def unseen_today(session: Session, sender: Sender, package_ids: list[UUID], *, now: datetime) -> list[UUID]:
    """Packages whose recipient this courier is about to be given for the first time today."""
    seen = looked_at(
        session, What.ROUND.value, package_ids, courier_id=sender.courier_id, since=day_began(now)
    )
    return [package_id for package_id in package_ids if package_id not in seen]


def record_round_looks(session: Session, sender: Sender, package_ids: list[UUID], *, now: datetime) -> None:
    """One look a package and day, not one a poll."""
    for package_id in package_ids:
        by = Actor(courier_id=sender.courier_id)
        record_look(session, Sight(What.ROUND, package_id), by=by, now=now)


def day_began(now: datetime) -> datetime:
    """Midnight in Jawa Tengah."""
    return now.astimezone(WIB).replace(hour=0, minute=0, second=0, microsecond=0)


def day_ends(now: datetime) -> datetime:
    return day_began(now) + timedelta(days=1)
