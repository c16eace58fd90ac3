"""What happens to each package, and when: a plan in order of time. The same seed gives the same plan."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from random import Random

from courier_app.demo_town.calendar import at, working_days
from courier_app.demo_town.cards import Fate
from courier_app.demo_town.cast import POSTMEN
from courier_app.demo_town.days import Days
from courier_app.demo_town.events import FLAGGED, KEPT, Event, Story, Twist, Verb
from courier_app.demo_town.parcels import Parcel, parcels
from courier_app.domain.kinds import KINDS
from courier_app.domain.packages import Status
from courier_app.domain.reasons import Reason
from courier_app.domain.recipients import Relation, relations_allowed
from courier_app.models import Answer

GOES_BACK = (Reason.REFUSED, Reason.MOVED, Reason.IDENTITY_MISMATCH, Reason.SEAL_BROKEN)
WAITS = (Reason.RESCHEDULE, Reason.WEATHER, Reason.ACCESS_BLOCKED)
NOT_MET = (Reason.NOT_HOME, Reason.NOT_HOME, Reason.ADDRESS_NOT_FOUND, Reason.NOT_ELIGIBLE)
FIRST_FAILS, ANSWERS = 0.15, 0.3
DISPUTED = 2
OVERDUE = 12  # working days ago: more than the counter keeps anything


def plan(now: datetime, *, size: int, seed: int) -> list[Event]:
    """Every event, in the order in which the server hears of them; none of them after `now`."""
    rng = Random(seed)  # noqa: S311 - a made-up town, the same each time
    teller = _Teller(rng, Days(rng, working_days(now)))
    told = [event for parcel in parcels(rng, size) for event in teller.tell(parcel)]
    return sorted(told, key=_in_order)


def _in_order(event: Event) -> tuple[datetime, str, str, str, int]:
    """What one person does at one moment stands together."""
    return event.heard_at, event.verb, event.parcel.seat.code, event.who, event.parcel.number


class _Teller:
    """Tells one package after the other; counts endings, so that each oddity appears."""

    def __init__(self, rng: Random, days: Days) -> None:
        self._rng, self._days, self._told = rng, days, Counter[Status]()
        self._collected = False

    def tell(self, parcel: Parcel) -> Story:
        yield from _ENDINGS[parcel.end](self, parcel)
        self._told[parcel.end] += 1

    def registered(self, parcel: Parcel) -> Story:
        yield self._register(parcel, self._days.last)

    def cancelled(self, parcel: Parcel) -> Story:
        day = self._rng.randrange(self._days.last)
        yield self._register(parcel, day)
        yield self._step(parcel, Status.CANCELLED, day=day, hour=15)

    def ready(self, parcel: Parcel) -> Story:
        yield from self._packed(parcel, self._days.last - 1)

    def booked(self, parcel: Parcel) -> Story:
        yield from self.ready(parcel)
        yield self._step(parcel, Status.BOOKED, day=self._days.last, hour=8)

    def assigned(self, parcel: Parcel) -> Story:
        yield from self._handed_over(parcel, self._days.last)

    def picked_up(self, parcel: Parcel) -> Story:
        yield from self._taken(parcel, self._days.last)

    def out_for_delivery(self, parcel: Parcel) -> Story:
        """Today's are on the road; the first few came back yesterday with a proof that staff must look at."""
        told = self._told[Status.OUT_FOR_DELIVERY]
        twist = KEPT[told] if told < len(KEPT) else None
        day = self._days.last - bool(twist)
        yield from self._taken(parcel, day)
        yield self._step(parcel, Status.OUT_FOR_DELIVERY, day=day, hour=8, who=parcel.carrier)
        if twist:
            who = _colleague(parcel.carrier) if twist is Twist.OTHER_COURIER else parcel.carrier
            yield self._at_door(parcel, Verb.DELIVER, day=day, who=who, detail=twist)

    def in_transit(self, parcel: Parcel) -> Story:
        yield from self._taken(parcel, self._days.last - 1)
        yield self._step(parcel, Status.IN_TRANSIT, day=self._days.last - 1, hour=16)

    def at_hub(self, parcel: Parcel) -> Story:
        yield from self.in_transit(parcel)
        yield self._step(parcel, Status.AT_HUB, day=self._days.last, hour=8)

    def attempt_failed(self, parcel: Parcel) -> Story:
        yield from self._tried(parcel, self._days.last - 1, self._rng.choice(NOT_MET))

    def on_hold(self, parcel: Parcel) -> Story:
        day = self._days.last - 2
        yield from self._tried(parcel, day, self._rng.choice(WAITS))
        yield self._step(parcel, Status.ON_HOLD, day=day, hour=16)

    def held_for_pickup(self, parcel: Parcel) -> Story:
        """Tried twice, brought home, put at the counter; the first one waits there for longer than it should."""
        day = self._days.last - (3 if self._told[Status.HELD_FOR_PICKUP] else OVERDUE)
        yield from self._to_counter(parcel, day)

    def _to_counter(self, parcel: Parcel, day: int) -> Story:
        yield from self._tried(parcel, day, Reason.NOT_HOME)
        yield self._at_door(parcel, Verb.FAIL, day=day + 1, detail=Reason.NOT_HOME)
        moment = self._days.morning(parcel.carrier, day + 2)
        yield Event(moment, moment, Verb.RETURN, parcel, parcel.carrier)
        yield self._step(parcel, Status.RETURNED, day=day + 2, hour=8)
        yield self._step(parcel, Status.HELD_FOR_PICKUP, day=day + 2, hour=9)

    def reported_delivered(self, parcel: Parcel) -> Story:
        day = self._days.last - 2
        yield from self._taken(parcel, day)
        yield self._step(parcel, Status.OUT_FOR_DELIVERY, day=day, hour=8, who=parcel.carrier)
        yield self._step(parcel, Status.REPORTED_DELIVERED, day=day, hour=16)

    def returning(self, parcel: Parcel) -> Story:
        yield from self._brought_back(parcel, self._days.last - 1)

    def returned(self, parcel: Parcel) -> Story:
        day = self._days.handover_day(parcel.carrier, after=2)
        yield from self._brought_back(parcel, day)
        yield self._step(parcel, Status.RETURNED, day=day + 1, hour=8)

    def lost(self, parcel: Parcel) -> Story:
        day = self._days.handover_day(parcel.carrier, after=4)
        yield from self._tried(parcel, day, Reason.LOST_OR_STOLEN)
        yield self._step(parcel, Status.LOST, day=day + 3, hour=10)

    def delivered(self, parcel: Parcel) -> Story:
        """Some at the second try; the first few are odd, the next two are disputed, of the next four there is more to
        tell, and some citizens confirm."""
        told = self._told[Status.DELIVERED]
        if told >= ODD and not self._collected and may_collect(parcel):
            yield from self._collected_by_citizen(parcel)
            return
        twist = FLAGGED[told] if told < len(FLAGGED) else ""
        day = self._days.handover_day(parcel.carrier, after=2)
        yield from self._taken(parcel, day)
        if not twist and self._days.has_next(parcel.carrier) and self._rng.random() < FIRST_FAILS:
            yield self._at_door(parcel, Verb.FAIL, day=day, detail=self._rng.choice(NOT_MET))
            day += 1
        delivery = self._at_door(parcel, Verb.DELIVER, day=day, detail="" if twist is Twist.AGAIN else twist)
        yield delivery
        if twist is Twist.AGAIN:
            yield self._at_door(parcel, Verb.DELIVER, day=day + 1, detail=twist)
        yield from self._card(parcel, day)
        later = told - len(FLAGGED) - DISPUTED
        if 0 <= later < len(_LATER):
            yield from _LATER[later](self, delivery, day)
        else:
            yield from self._answered(delivery, disputed=-DISPUTED <= later < 0)

    def _collected_by_citizen(self, parcel: Parcel) -> Story:
        """One of all that are delivered: at the counter, the day after it was put there."""
        self._collected = True
        day = self._days.handover_day(parcel.carrier, after=4)
        yield from self._to_counter(parcel, day)
        yield self._in_office(parcel, Verb.COLLECTED, day + 3, 10)

    def _card(self, parcel: Parcel, day: int) -> Story:
        """In its sealed bag to the office the next morning; two officers destroy it when there was time for it."""
        if parcel.card not in (Fate.COUNTED_IN, Fate.DESTROYED):
            return
        yield self._in_office(parcel, Verb.CARD_BACK, day + 1, 8, 30)
        if parcel.card is Fate.DESTROYED and day + 3 <= self._days.last:
            yield self._in_office(parcel, Verb.CARD_DESTROYED, day + 3, 9)

    def _money_answered(self, delivery: Event, day: int) -> Story:
        moment = self._days.evening(delivery.heard_at)
        yield Event(moment, moment, Verb.MONEY_DEMANDED, delivery.parcel, detail="0")
        yield self._in_office(delivery.parcel, Verb.MONEY_ANSWERED, day + 1, 8, 40)

    def _money_open(self, delivery: Event, _day: int) -> Story:
        yield self._in_office(delivery.parcel, Verb.MONEY_DEMANDED, self._days.last - 1, 19, detail="1")

    def _data_asked(self, delivery: Event, _day: int) -> Story:
        yield self._in_office(delivery.parcel, Verb.DATA_ASKED, self._days.last - 1, 19, 30)

    def _held(self, delivery: Event, _day: int) -> Story:
        yield self._in_office(delivery.parcel, Verb.HELD, self._days.last, 8, 45)

    def _answered(self, delivery: Event, *, disputed: bool) -> Story:
        if disputed or self._rng.random() < ANSWERS:
            moment = self._days.evening(delivery.heard_at)
            answer = Answer.NOT_RECEIVED if disputed else Answer.RECEIVED
            yield Event(moment, moment, Verb.STATE, delivery.parcel, detail=answer)

    def _in_office(self, parcel: Parcel, verb: Verb, *when: int, detail: str = "") -> Event:
        """`when`: the day's place, the hour, the minute."""
        moment = at(self._days.days[when[0]], *when[1:])
        return Event(moment, moment, verb, parcel, detail=detail)

    def _register(self, parcel: Parcel, day: int) -> Event:
        moment = self._days.counter(day)
        return Event(moment, moment, Verb.REGISTER, parcel)

    def _packed(self, parcel: Parcel, day: int) -> Story:
        yield self._register(parcel, day)
        moment = at(self._days.days[day], 14)
        yield Event(moment, moment, Verb.LABEL, parcel)

    def _handed_over(self, parcel: Parcel, day: int) -> Story:
        yield from self._packed(parcel, day - 1)
        moment = at(self._days.days[day], 7, 30)
        yield Event(moment, moment, Verb.HAND_OVER, parcel, parcel.carrier)

    def _taken(self, parcel: Parcel, day: int) -> Story:
        yield from self._handed_over(parcel, day)
        moment = self._days.morning(parcel.carrier, day)
        yield Event(moment, moment, Verb.PICK_UP, parcel, parcel.carrier)

    def _tried(self, parcel: Parcel, day: int, reason: Reason) -> Story:
        yield from self._taken(parcel, day)
        yield self._at_door(parcel, Verb.FAIL, day=day, detail=reason)

    def _brought_back(self, parcel: Parcel, day: int) -> Story:
        """To the office's door the next morning; an officer counts it in."""
        yield from self._tried(parcel, day, self._rng.choice(GOES_BACK))
        moment = self._days.morning(parcel.carrier, day + 1)
        yield Event(moment, moment, Verb.RETURN, parcel, parcel.carrier)

    def _at_door(self, parcel: Parcel, verb: Verb, *, day: int, detail: str = "", who: str = "") -> Event:
        moment, heard_at = self._days.door(who or parcel.carrier, day)
        return Event(heard_at, moment, verb, parcel, who or parcel.carrier, detail)

    def _step(self, parcel: Parcel, status: Status, *, day: int, hour: int, who: str = "") -> Event:
        moment = at(self._days.days[day], hour, 20)
        return Event(moment, moment, Verb.STEP, parcel, who, status)


def may_collect(parcel: Parcel) -> bool:
    """A postman's, of a kind that the person named may take, without an old card. Not the first one's: a plain delivery
    of his is what the guide leads to, and a small town has no two."""
    kind, postman = KINDS[parcel.kind], parcel.carrier in {man.username for man in POSTMEN[1:]}
    for_self = Relation.SELF in relations_allowed(kind.recipient_rule, kind.evidence_class)
    return postman and for_self and not kind.inbound and parcel.card is None


def _colleague(username: str) -> str:
    """Another postman, who has no business with this package."""
    return next(man.username for man in POSTMEN if man.username != username)


_ENDINGS: dict[Status, Callable[[_Teller, Parcel], Story]] = {
    status: getattr(_Teller, status.value) for status in Status
}
ODD = len(FLAGGED) + DISPUTED + 4  # deliveries with a story of their own come first
# Of one delivery each; open questions are of yesterday, so that their time is not over.
_LATER: tuple[Callable[[_Teller, Event, int], Story], ...] = (
    *(_Teller._money_answered, _Teller._money_open, _Teller._data_asked, _Teller._held),
)
