"""The town lives through its plan: each event goes through the same services as in an office."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from courier_app.demo_town.hiring import Hired
from courier_app.demo_town.parcels import Parcel
from courier_app.demo_town.story import Event, Verb
from courier_app.domain.packages import Status
from courier_app.models import Package
from courier_app.services.handovers import NewHandover, hand_to_courier
from courier_app.services.labels import record_printing
from courier_app.services.moves import Actor, move
from courier_app.services.packages import NewPackage, Registered, register_package
from courier_app.services.ports import Ports


@dataclass
class Life:
    """What has happened so far: the packages by their number in the plan, with their claim codes."""

    session: Session
    ports: Ports
    hired: Hired
    registered: dict[int, Registered] = field(default_factory=dict)

    def live(self, events: Sequence[Event]) -> Iterator[int]:
        """Lives through them in order, and says after each batch how many are done."""
        done = 0
        for (verb, _, _, _), batch in groupby(events, key=_together):
            together = list(batch)
            _ACTS[verb](self, together)
            done += len(together)
            yield done

    def register(self, events: list[Event]) -> None:
        for event in events:
            parcel, officer = event.parcel, self._officer(event.parcel)
            new = NewPackage(
                office_id=self.hired.offices[parcel.seat.code],
                kind=parcel.kind,
                recipient=parcel.recipient,
                request_number=parcel.request_number,
                for_adult=parcel.for_adult,
            )
            made = register_package(self.session, self.ports, new, by=officer, now=event.at)
            self.registered[parcel.number] = made

    def label(self, events: list[Event]) -> None:
        first = events[0]
        officer = self._officer(first.parcel)
        record_printing(self.session, self._ids(events), with_address=True, by=officer, now=first.at)

    def hand_over(self, events: list[Event]) -> None:
        first = events[0]
        new = NewHandover(
            id=uuid4(),
            office_id=self.hired.offices[first.parcel.seat.code],
            officer_id=self._officer(first.parcel),
            package_ids=frozenset(self._ids(events)),
        )
        hand_to_courier(self.session, new, self.hired.postmen[first.who], now=first.at)

    def step(self, events: list[Event]) -> None:
        for event in events:
            by = Actor(user_id=None if event.who else self._officer(event.parcel))
            move(self.session, self._package(event.parcel), Status(event.detail), by=by, now=event.at)

    def _officer(self, parcel: Parcel) -> UUID:
        return self.hired.officers[parcel.seat.code]

    def _package(self, parcel: Parcel) -> Package:
        return self.registered[parcel.number].package

    def _ids(self, events: list[Event]) -> list[UUID]:
        return [self._package(event.parcel).id for event in events]


def _together(event: Event) -> tuple[Verb, object, str, str]:
    """Labels of one office are printed in one go, and packages handed over together."""
    return event.verb, event.heard_at, event.parcel.seat.code, event.who


_ACTS: dict[Verb, Callable[[Life, list[Event]], None]] = {
    Verb.REGISTER: Life.register,
    Verb.LABEL: Life.label,
    Verb.HAND_OVER: Life.hand_over,
    Verb.STEP: Life.step,
}
