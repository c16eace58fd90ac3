"""The packages of the town before anybody registers them: kind, recipient, who carries, how it will end."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import cycle, repeat
from random import Random

from courier_app.demo_town.cards import Fate, fates, is_exchange
from courier_app.demo_town.cast import DRIVERS, POSTMEN
from courier_app.demo_town.people import a_name, a_note, a_phone
from courier_app.demo_town.places import Seat, a_house
from courier_app.domain.kinds import KINDS
from courier_app.domain.packages import Status
from courier_app.services.recipients import Recipient

FULL_SIZE = 300
SMALLEST = 40
# Of 300 packages; a smaller town has at least one of each, and what is left over is delivered.
SHARES = {
    Status.DELIVERED: 170,
    Status.READY: 16,
    Status.REGISTERED: 16,
    Status.ASSIGNED: 16,
    Status.PICKED_UP: 12,
    Status.ATTEMPT_FAILED: 10,
    Status.OUT_FOR_DELIVERY: 10,
    Status.RETURNED: 8,
    Status.HELD_FOR_PICKUP: 6,
    Status.RETURNING: 5,
    Status.AT_HUB: 5,
    Status.REPORTED_DELIVERED: 5,
    Status.CANCELLED: 5,
    Status.ON_HOLD: 4,
    Status.BOOKED: 4,
    Status.IN_TRANSIT: 4,
    Status.LOST: 4,
}
COMMON_KINDS = ("KTP_EL",) * 5 + ("KIA", "KIA", "KK", "KK", "AKTA_LAHIR", "SK_PINDAH")
IN_THE_ROUND = (Status.ASSIGNED, Status.PICKED_UP, Status.OUT_FOR_DELIVERY)
SEAT_OF = {
    person_key: seat
    for person_key, seat in (
        *((man.username, man.seat) for man in POSTMEN),
        *((man.key, man.seat) for man in DRIVERS),
    )
    if seat
}


@dataclass(frozen=True)
class Parcel:
    """`carrier` is the user name of a postman or the key of a driver; `card`: an old one is owed, and what becomes of
    it once the new one is delivered."""

    number: int
    seat: Seat
    kind: str
    recipient: Recipient
    request_number: str
    for_adult: bool
    end: Status
    carrier: str
    card: Fate | None = None


def parcels(rng: Random, size: int) -> list[Parcel]:
    """The same for the same generator. ValueError for a town too small to hold every status and kind."""
    if size < SMALLEST:
        raise ValueError(f"a town has at least {SMALLEST} packages")
    ends = _ends(rng, size)
    kinds, carriers = _kinds(rng, size), _carriers(rng, ends)
    told = [_parcel(rng, *facts) for facts in zip(range(size), kinds, ends, carriers, strict=True)]
    return list(_with_cards(told))


def _with_cards(told: list[Parcel]) -> Iterator[Parcel]:
    """What is not delivered owes its card still. Who tries the courier's app begins with a plain package in hand."""
    coming = fates()
    for parcel in told:
        if parcel.end is Status.PICKED_UP or not is_exchange(parcel.kind, parcel.number):
            yield parcel
        elif parcel.end is Status.DELIVERED:
            yield replace(parcel, card=next(coming))
        else:
            yield replace(parcel, card=Fate.WITH_COURIER)


def _ends(rng: Random, size: int) -> list[Status]:
    counts = {status: max(1, share * size // FULL_SIZE) for status, share in SHARES.items()}
    counts[Status.DELIVERED] += size - sum(counts.values())
    ends = [status for status, count in counts.items() for _ in range(count)]
    rng.shuffle(ends)
    return ends


def _kinds(rng: Random, size: int) -> list[str]:
    """Every kind once, then what offices really send."""
    return [*KINDS, *rng.choices(COMMON_KINDS, k=size - len(KINDS))]


def _carriers(rng: Random, ends: list[Status]) -> list[str]:
    """Drivers bring delivered ones only, in one trip each; the first postman has the fullest round today."""
    trip = max(2, len(ends) // 40)
    delivered = iter([driver.key for driver in DRIVERS for _ in range(trip)])
    todays: dict[Status, Iterator[str]] = {
        status: iter(repeat(POSTMEN[0].username, 6 if status is Status.ASSIGNED else 3))
        for status in IN_THE_ROUND
    }
    others = cycle(rng.sample([man.username for man in POSTMEN], len(POSTMEN)))
    first = todays | {Status.DELIVERED: delivered}
    return [next(first.get(end, iter(())), None) or next(others) for end in ends]


def _parcel(rng: Random, number: int, kind: str, end: Status, carrier: str) -> Parcel:
    seat = SEAT_OF[carrier]
    return Parcel(
        number=number,
        seat=seat,
        kind=kind,
        recipient=_counter(seat) if KINDS[kind].inbound else _citizen(rng, seat),
        request_number=f"{seat.code.replace('.', '')}-{20_000 + number * 7}",
        for_adult=KINDS[kind].rule_if_adult is not None and rng.random() < 0.2,
        end=end,
        carrier=carrier,
    )


def _citizen(rng: Random, seat: Seat) -> Recipient:
    house = a_house(rng, seat)
    return Recipient(a_name(rng), house.address, a_phone(rng), a_note(rng), house.lat_e7, house.lon_e7)


def _counter(seat: Seat) -> Recipient:
    """Papers that come in are addressed to the office itself."""
    middle = seat.villages[0]
    place = round(middle.lat * 1e7), round(middle.lon * 1e7)
    return Recipient(f"Loket {seat.name}", seat.address, seat.phone, None, *place)
