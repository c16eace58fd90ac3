"""The town lives through its plan: each event goes through the same services as in an office."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from random import Random
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from courier_app.demo_town.aftermath import Aftermath
from courier_app.demo_town.cast import DRIVERS
from courier_app.demo_town.doors import told
from courier_app.demo_town.events import Event, Twist, Verb
from courier_app.demo_town.hiring import Hired
from courier_app.demo_town.parcels import Parcel
from courier_app.demo_town.phone import Phone
from courier_app.domain.card_rules import CardWhy
from courier_app.domain.drivers import Driver
from courier_app.domain.packages import Status
from courier_app.models import Answer, Package
from courier_app.queries.policies import known_policy
from courier_app.services.claims import Word, state_receipt
from courier_app.services.counter import NewStay, wait_at_counter
from courier_app.services.handovers import NewHandover, hand_to_courier, open_trip
from courier_app.services.labels import record_printing
from courier_app.services.moves import Actor, move
from courier_app.services.packages import NewPackage, Registered, register_package
from courier_app.services.ports import Ports
from courier_app.services.returns import NewCount, count_in
from courier_app.services.rules_in_force import rules_at
from courier_app.services.senders import Sender
from courier_app.services.trips import TripClaim, claim_trip

SCANNED_AFTER = timedelta(seconds=40)


@dataclass
class Life:
    """What has happened so far: packages by their number in the plan, senders and phones by courier."""

    session: Session
    ports: Ports
    hired: Hired
    rng: Random
    registered: dict[int, Registered] = field(default_factory=dict)
    senders: dict[str, Sender] = field(init=False)
    phones: dict[str, Phone] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.senders = {name: Sender(courier_id) for name, courier_id in self.hired.postmen.items()}

    def live(self, events: Sequence[Event]) -> Iterator[int]:
        """Lives through them in order, and says after each batch how many are done."""
        done = 0
        for _, batch in groupby(events, key=_together):
            together = list(batch)
            _ACTS[together[0].verb](self, together)
            done += len(together)
            yield done

    def register(self, events: list[Event]) -> None:
        for event in events:
            parcel = event.parcel
            new = NewPackage(
                office_id=self.hired.offices[parcel.seat.code],
                kind=parcel.kind,
                recipient=parcel.recipient,
                request_number=parcel.request_number,
                for_adult=parcel.for_adult,
                fee_rupiah=rules_at(self.session, parcel.seat.code, now=event.at).fee_rupiah,
                card_why=CardWhy.DAMAGED if parcel.card else None,
            )
            officer = self._officer(parcel)
            self.registered[parcel.number] = register_package(
                self.session, self.ports, new, by=officer, now=event.at
            )

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
        if first.who in self.senders:
            hand_to_courier(self.session, new, self.senders[first.who].courier_id, now=first.at)
        else:
            self.senders[first.who] = self._trip(new, first.who, now=first.at)

    def prove(self, events: list[Event]) -> None:
        for event in events:
            made = self.registered[event.parcel.number]
            followed = made.package.policy_id, made.package.policy_version
            policy = known_policy(self.session, *followed)
            if policy is None:
                raise LookupError(followed)
            act = told(self.rng, event, made, policy)
            signed = event.detail != Twist.UNSIGNED
            self._phone(event).send(act.said, act.shots, signed=signed, heard_at=event.heard_at)

    def step(self, events: list[Event]) -> None:
        for event in events:
            if event.detail in _BY_THE_OFFICE:
                _BY_THE_OFFICE[event.detail](self, event.parcel, now=event.at)
                continue
            move(
                self.session,
                self._package(event.parcel),
                Status(event.detail),
                by=self._by(event),
                now=event.at,
            )

    def state(self, events: list[Event]) -> None:
        for event in events:
            word = Word(Answer(event.detail))
            state_receipt(self.session, self.ports, self._package(event.parcel).id, word, now=event.at)

    def _count_in(self, parcel: Parcel, *, now: datetime) -> None:
        office, officer = self.hired.offices[parcel.seat.code], self._officer(parcel)
        count_in(self.session, NewCount(office, officer, frozenset({self._package(parcel).id})), now=now)

    def _to_counter(self, parcel: Parcel, *, now: datetime) -> None:
        office, officer = self.hired.offices[parcel.seat.code], self._officer(parcel)
        stay = NewStay(office, officer, frozenset({self._package(parcel).id}))
        wait_at_counter(self.session, stay, now=now)

    def follow_up(self, events: list[Event]) -> None:
        aftermath = Aftermath(self.session, self.ports, self.hired)
        for event in events:
            aftermath.act(event, self._package(event.parcel))

    def _trip(self, new: NewHandover, key: str, *, now: datetime) -> Sender:
        """The officer opens the QR, the driver scans it and says who he is."""
        cast = next(driver for driver in DRIVERS if driver.key == key)
        _, token = open_trip(self.session, new, cast.partner, now=now)
        driver = Driver(name=cast.name, phone=cast.phone, plate=cast.plate)
        claim = TripClaim(token or "", driver, secret=str(new.id))
        return claim_trip(self.session, claim, now=now + SCANNED_AFTER)

    def _phone(self, event: Event) -> Phone:
        """Enrolled when it is first used."""
        if event.who not in self.phones:
            sender = self.senders[event.who]
            self.phones[event.who] = Phone(self.session, self.ports, sender, now=event.heard_at)
        return self.phones[event.who]

    def _by(self, event: Event) -> Actor:
        """A courier, the office, or the partner who reports for himself."""
        if event.who:
            return Actor(courier_id=self.senders[event.who].courier_id)
        reported = event.detail == Status.REPORTED_DELIVERED
        return Actor() if reported else Actor(user_id=self._officer(event.parcel))

    def _officer(self, parcel: Parcel) -> UUID:
        return self.hired.officers[parcel.seat.code]

    def _package(self, parcel: Parcel) -> Package:
        return self.registered[parcel.number].package

    def _ids(self, events: list[Event]) -> list[UUID]:
        return [self._package(event.parcel).id for event in events]


def _together(event: Event) -> tuple[datetime, str, str, str]:
    """Labels of one office are printed in one go, and packages handed over together."""
    return event.heard_at, event.verb, event.parcel.seat.code, event.who


_BY_THE_OFFICE: dict[str, Callable[..., None]] = {
    Status.RETURNED: Life._count_in,
    Status.HELD_FOR_PICKUP: Life._to_counter,
}
_ACTS: dict[Verb, Callable[[Life, list[Event]], None]] = {
    Verb.REGISTER: Life.register,
    Verb.LABEL: Life.label,
    Verb.HAND_OVER: Life.hand_over,
    Verb.PICK_UP: Life.prove,
    Verb.DELIVER: Life.prove,
    Verb.FAIL: Life.prove,
    Verb.RETURN: Life.prove,
    Verb.STEP: Life.step,
    Verb.STATE: Life.state,
    **{verb: Life.follow_up for verb in Verb if verb > Verb.STATE},
}
