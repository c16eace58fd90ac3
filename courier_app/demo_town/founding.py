"""Founding the town: all of it in one transaction, so that a half-made town cannot be."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random

from sqlalchemy import select

from courier_app.db import Database
from courier_app.demo_town.cast import POSTMEN
from courier_app.demo_town.events import Event, Verb
from courier_app.demo_town.guide import Guide, Sample, write_guide
from courier_app.demo_town.hiring import charge, hashed_passwords, hire
from courier_app.demo_town.living import Life
from courier_app.demo_town.parcels import FULL_SIZE, Parcel
from courier_app.demo_town.story import plan
from courier_app.domain.packages import Status
from courier_app.evidence.store import MediaStore
from courier_app.models import Office
from courier_app.services.ports import Ports

SEED = 3317
Say = Callable[[int, int], None]


@dataclass(frozen=True)
class Site:
    """Where the town is built: `folder` keeps the guide."""

    database: Database
    ports: Ports
    folder: Path


def has_town(database: Database) -> bool:
    """Whether anybody works here already, the demo town or a real office."""
    with database.reading() as session:
        return session.scalar(select(Office.id).limit(1)) is not None


def found(site: Site, *, now: datetime, say: Say, size: int = FULL_SIZE) -> Guide:
    """A town whose last three weeks end at `now`. `say(done, of)` hears how far it is.

    Broken off, it leaves nothing: no rows, and no objects in the media store but after a power cut.
    """
    events = plan(now, size=size, seed=SEED)
    hashes = hashed_passwords(site.ports.hasher)
    with _leaving_nothing(site.ports) as watched, site.database.transaction() as session:
        hired = hire(session, hashes, now=events[0].at)
        charge(session, hired, now=events[0].at)
        life = Life(session, watched, hired, Random(SEED))  # noqa: S311 - made up, and the same each time
        for done in life.live(events):
            say(done, len(events))
        guide = _guide(life, events)
        write_guide(site.folder, guide)
    return guide


class _Watched:
    """A media store that remembers what it kept."""

    def __init__(self, store: MediaStore) -> None:
        self._store = store
        self.kept: list[str] = []

    def keep(self, name: str, body: bytes) -> None:
        self.kept.append(name)
        self._store.keep(name, body)

    def fetch(self, name: str) -> bytes:
        return self._store.fetch(name)

    def remove(self, name: str) -> None:
        self._store.remove(name)

    def names(self, *, before: datetime | None = None) -> Iterator[str]:
        return self._store.names(before=before)


@contextmanager
def _leaving_nothing(ports: Ports) -> Iterator[Ports]:
    watched = _Watched(ports.store)
    try:
        yield replace(ports, store=watched)
    except BaseException:
        for name in watched.kept:
            with suppress(OSError):
                watched.remove(name)
        raise


def _guide(life: Life, events: list[Event]) -> Guide:
    """The newest plain delivery that the citizen has not answered yet; and one in the first postman's bag today."""
    odd = {event.parcel.number for event in events if event.verb >= Verb.STATE}
    odd |= {event.parcel.number for event in events if event.verb is Verb.DELIVER and event.detail}
    handed_over = [event.parcel for event in reversed(events) if event.verb is Verb.HAND_OVER]
    plain = [parcel for parcel in handed_over if parcel.number not in odd]
    return Guide(_sample(life, plain, Status.DELIVERED), _sample(life, plain, Status.PICKED_UP))


def _sample(life: Life, parcels: list[Parcel], end: Status) -> Sample:
    """The first postman's, if he has one: then the tour stays in one office. Without an old card, if there is one."""
    candidates = [parcel for parcel in parcels if parcel.end is end]
    best = min(
        candidates, key=lambda parcel: (parcel.carrier != POSTMEN[0].username, parcel.card is not None)
    )
    return Sample.of(life.registered[best.number])
