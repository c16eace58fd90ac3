"""All that is due, in short transactions, beside a running server; what a crash left half done is finished first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from courier_app.db import Database
from courier_app.domain.refusals import PackageHeld, UnknownPackage, WrongStatus
from courier_app.domain.refusals_erasure import TooEarly
from courier_app.domain.retention import SHORTEST_DAYS, ErasedWhy, HeldBy, Part, is_due
from courier_app.queries.retention import Candidate, Cursor, Rules, candidate, candidates, rules_of
from courier_app.services.erasing import Order, doomed_objects, erase, note_removed
from courier_app.services.holds import held_by
from courier_app.services.ports import Ports

SHREDDED = ("package_keys", "media", "derivatives", "name_tokens", "packages", "own_phone_signatures")


@dataclass(frozen=True)
class Found:
    """A package whose time is over for a part of its data, and what keeps it all the same."""

    candidate: Candidate
    part: Part
    due_at: datetime
    held: tuple[HeldBy, ...]


class ErasingRound:
    """Safe to stop at any moment, to repeat, and to run twice at once. What is found is not changed by looking."""

    def __init__(self, database: Database, ports: Ports, *, now: datetime) -> None:
        self._database, self._ports, self._now = database, ports, now
        self._rules: dict[UUID, Rules] = {}

    def due(self) -> Iterator[Found]:
        """The longest closed first. Everything before pictures: it takes them along."""
        for part in (Part.EVERYTHING, Part.PICTURES):
            after: Cursor | None = None
            while batch := self._batch(part, after):
                for one in batch:
                    yield from self._judged(one, part)
                after = (batch[-1].closed_at, batch[-1].package_id)

    def erase_due(self, *, most: int | None = None) -> int:
        """How many erasures were made, `most` of them; the rest waits for the next round."""
        done, free = 0, (found for found in self.due() if not found.held)
        for found in free:
            if done == most:
                break
            done += self.erase(Order(found.candidate.package_id, found.part, ErasedWhy.DUE))
        if self.finish() or done:
            self.forget()
        return done

    def erase(self, order: Order) -> bool:
        """False when it was done already, something holds it since we looked, or it is too early by the ledger."""
        try:
            with self._database.transaction() as session:
                return erase(session, order, now=self._now) is not None
        except (PackageHeld, TooEarly, WrongStatus, UnknownPackage):
            return False

    def finish(self) -> int:
        """Objects removed whose keys are destroyed, those of an earlier round that was cut short as well."""
        removed = 0
        while names := self._doomed():
            for name in names:
                self._ports.store.remove(name)
            with self._database.transaction() as session:
                note_removed(session, names, now=self._now)
            removed += len(names)
        return removed

    def forget(self) -> None:
        """The database's own files let go of what was deleted."""
        self._database.forget_deleted(*SHREDDED)

    def look_at(self, package_id: UUID, part: Part) -> Found | None:
        """One package as due() would find it, due or not. None for one that is not there or not closed."""
        with self._database.reading() as session:
            one = candidate(session, package_id)
            held = held_by(session, package_id)
        due = one.due(self._of(one.office_id), part) if one else None
        return Found(one, part, due, held) if one and due else None

    def _batch(self, part: Part, after: Cursor | None) -> tuple[Candidate, ...]:
        """No rule keeps anything shorter than SHORTEST_DAYS."""
        before = self._now - timedelta(days=SHORTEST_DAYS)
        with self._database.reading() as session:
            return candidates(session, part, closed_before=before, after=after)

    def _judged(self, one: Candidate, part: Part) -> Iterator[Found]:
        if part is Part.PICTURES and self._is_due(one, Part.EVERYTHING):
            return
        due = one.due(self._of(one.office_id), part)
        if due is not None and is_due(due, now=self._now):
            with self._database.reading() as session:
                held = held_by(session, one.package_id)
            yield Found(one, part, due, held)

    def _is_due(self, one: Candidate, part: Part) -> bool:
        return is_due(one.due(self._of(one.office_id), part), now=self._now)

    def _of(self, office_id: UUID) -> Rules:
        if office_id not in self._rules:
            with self._database.reading() as session:
                self._rules[office_id] = rules_of(session, office_id)
        return self._rules[office_id]

    def _doomed(self) -> list[str]:
        with self._database.reading() as session:
            return list(doomed_objects(session, self._ports.store_name))
