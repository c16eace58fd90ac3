"""`surat sweep`: everything that services/sweeping.py finds, in short transactions, so that nobody waits for it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from courier_app.db import Database
from courier_app.evidence.local_store import LocalStore
from courier_app.services import sweeping
from courier_app.services.ports import Ports
from courier_app.services.sweeping import ORPHANED_FOR, Over


class StrangeDatabase(Exception):  # noqa: N818 - named for the reason
    """The store holds objects and the database knows none: they do not belong together, and nothing is removed."""


class Sweep:
    """`dry_run` counts what would go and removes nothing. Safe beside a running server, and to stop at any moment."""

    def __init__(self, database: Database, ports: Ports, *, now: datetime, dry_run: bool = False) -> None:
        self._database, self._ports, self._now, self._dry = database, ports, now, dry_run

    def everything(self) -> Mapping[str, int]:
        """How many of each. Refuses with StrangeDatabase before anything is removed."""
        self._check_that_they_belong_together()
        found = {"files that no proof names": self._media(), "objects that no row names": self._orphans()}
        found["half-written files"] = self._half_written()
        return found | {name: self._over(one) for name, one in sweeping.over(self._now).items()}

    def _check_that_they_belong_together(self) -> None:
        with self._database.reading() as session:
            known = sweeping.has_media(session)
        if not known and next(self._old_objects(), None):
            raise StrangeDatabase

    def _media(self) -> int:
        return sum(self._without(ids) for ids in self._unnamed())

    def _unnamed(self) -> Iterator[Sequence[UUID]]:
        after: UUID | None = None
        while True:
            with self._database.reading() as session:
                ids = sweeping.unnamed_media(session, self._ports.store_name, now=self._now, after=after)
            if not ids:
                return
            yield ids
            after = ids[-1]

    def _without(self, ids: Sequence[UUID]) -> int:
        """Rows first: an object without a row is found by the next sweep, a row without its object by nobody."""
        if self._dry:
            return len(ids)
        with self._database.transaction() as session:
            dropped = sweeping.drop_media(session, ids)
        for name in dropped.objects:
            self._ports.store.remove(name)
        return dropped.files

    def _orphans(self) -> int:
        objects, found = self._old_objects(), 0
        while names := list(islice(objects, sweeping.BATCH)):
            with self._database.reading() as session:
                orphans = sweeping.orphans(session, names)
            found += len(orphans)
            for name in [] if self._dry else orphans:
                self._ports.store.remove(name)
        return found

    def _half_written(self) -> int:
        """An object in a bucket is there whole or not at all; only a folder keeps what a crash left."""
        store, before = self._ports.store, self._now - ORPHANED_FOR
        return store.sweep(before=before, dry_run=self._dry) if isinstance(store, LocalStore) else 0

    def _old_objects(self) -> Iterator[str]:
        return self._ports.store.names(before=self._now - ORPHANED_FOR)

    def _over(self, what: Over) -> int:
        if self._dry:
            with self._database.reading() as session:
                return sweeping.count_over(session, what)
        found = 0
        while True:
            with self._database.transaction() as session:
                dropped = sweeping.drop_over(session, what)
            found += dropped
            if dropped < sweeping.BATCH:
                return found
