"""The small office of the walk-throughs: one postman, what lies in his bag this morning, and who waits for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from courier_app.config import Settings
from courier_app.db import Database
from courier_app.domain.card_rules import CardWhy
from courier_app.domain.health import Mode, Shift
from courier_app.domain.packages import Status
from courier_app.domain.rulebooks import NATIONAL
from courier_app.models import Answer, Courier, Office, Role
from courier_app.printing.labels import print_labels
from courier_app.printing.sheets import SHEETS
from courier_app.services.claims import Word, state_receipt
from courier_app.services.disputes import ask_courier, open_case_of
from courier_app.services.handovers import NewHandover, hand_to_courier, open_trip
from courier_app.services.labels import label_faces
from courier_app.services.moves import Actor, walk
from courier_app.services.packages import Registered
from courier_app.services.passwords import hash_password, hasher_of
from courier_app.services.ports import Ports, open_ports
from courier_app.services.recipients import Recipient
from tests.browser.paper import Sticker, stickers
from tests.browser.people import PASSWORD, Account
from tests.browser.server import Server, running_server
from tests.browser.test_rules import published
from tests.town import a_courier, a_package, a_user, an_office

SHEET = SHEETS["a4-2x4"]
FEE = 9_000
PRINTED_HOST = "surat.contoh.go.id"
PLACES = {
    "Siti Aminah": (-69904000, 1104229000),
    "Bambang Prakoso": (-69951000, 1104262000),
    "Sri Wahyuni": (-69987000, 1104301000),
    "Joko Susilo": (-70042000, 1104188000),
}
SHIFT_ASKED = replace(NATIONAL, shift=Shift(mode=Mode.REQUIRED))


@dataclass(frozen=True)
class Bag:
    """What the postman carries: plain, at a door without signal, against an old card and a fee, nobody home."""

    plain: Registered
    quiet: Registered
    dear: Registered
    away: Registered


@dataclass(frozen=True)
class Guided:
    """`asked`: a package of last week that its citizen says is missing, so that the office can ask about it. `labels`
    are those of the two plain packages; `printed` is the first of them as an office with a real address prints it."""

    server: Server
    ports: Ports
    office_id: UUID
    officer_id: UUID
    postman: Account
    bag: Bag
    asked: Registered
    labels: tuple[Sticker, ...]
    printed: bytes

    def trip(self) -> str:
        """What a driver's camera reads off the officer's screen."""
        now = datetime.now(UTC)
        with self.server.database.transaction() as session:
            office = session.get_one(Office, self.office_id)
            ready = a_package(
                session, self.ports, office, status=Status.READY, recipient=_to("Dewi Lestari")
            ).package
            new = NewHandover(uuid4(), office.id, self.officer_id, frozenset({ready.id}))
            _, token = open_trip(session, new, "gojek", now=now)
        return f"/kurir/serah#{token}"

    def office_asks(self) -> None:
        """A citizen says "Belum saya terima"; the officer presses "Tanya kurir lewat aplikasi"."""
        now, package_id = datetime.now(UTC), self.asked.package.id
        with self.server.database.transaction() as session:
            state_receipt(session, self.ports, package_id, Word(Answer.NOT_RECEIVED), now=now)
            case = open_case_of(session, package_id)
            assert case
            ask_courier(session, case.id, by=self.officer_id, now=now)


@contextmanager
def running_office(folder: Path) -> Iterator[Guided]:
    made: list[Guided] = []

    def fill(settings: Settings, database: Database) -> None:
        made.append(_founded(open_ports(settings), database))

    with running_server(folder, fill=fill) as server:
        yield replace(made[0], server=server)


def _founded(ports: Ports, database: Database) -> Guided:
    now = datetime.now(UTC)
    hashed: dict[str, Any] = {
        "password_hash": hash_password(PASSWORD, hasher=hasher_of("quick")),
        "created_at": now,
    }
    with database.transaction() as session:
        office = an_office(session)
        officer = a_user(session, office=office, **hashed)
        facts = {"username": "slamet", "name": "Slamet Margono", "partner_code": "pos"}
        user = a_user(session, Role.COURIER, office=office, **facts | hashed)
        courier = a_courier(session, office, user_id=user.id, name=user.name)
        account = Account(user.id, user.username, user.name)
        ids = office.id, officer.id, courier.id
    published(database, office.id, SHIFT_ASKED)
    with database.transaction() as session:
        bag, asked = _bag(session, ports, ids), _carried_last_week(session, ports, ids)
        labels = stickers(_labels(session, ports, (bag.plain, bag.quiet)), SHEET)
        printed = _labels(session, replace(ports, label_host=PRINTED_HOST), (bag.plain,))
    server = Server("", "", database, ports, Path())
    return Guided(server, ports, ids[0], ids[1], account, bag, asked, tuple(labels), printed)


def _bag(session: Session, ports: Ports, ids: tuple[UUID, UUID, UUID]) -> Bag:
    office = session.get_one(Office, ids[0])
    bag = Bag(
        plain=a_package(session, ports, office, status=Status.READY, recipient=_to("Siti Aminah")),
        quiet=a_package(session, ports, office, status=Status.READY, recipient=_to("Bambang Prakoso")),
        dear=a_package(
            session,
            ports,
            office,
            status=Status.READY,
            recipient=_to("Sri Wahyuni"),
            card_why=CardWhy.DAMAGED,
            fee_rupiah=FEE,
        ),
        away=a_package(session, ports, office, status=Status.READY, recipient=_to("Joko Susilo")),
    )
    packages = frozenset(one.package.id for one in (bag.plain, bag.quiet, bag.dear, bag.away))
    new = NewHandover(uuid4(), ids[0], ids[1], packages)
    hand_to_courier(session, new, ids[2], now=datetime.now(UTC))
    return bag


def _carried_last_week(session: Session, ports: Ports, ids: tuple[UUID, UUID, UUID]) -> Registered:
    then = datetime.now(UTC) - timedelta(days=6)
    office, courier = session.get_one(Office, ids[0]), session.get_one(Courier, ids[2])
    out = {"status": Status.OUT_FOR_DELIVERY, "courier": courier, "recipient": _to("Endang Purwosari")}
    made = a_package(session, ports, office, **out)
    walk(session, made.package, (Status.DELIVERED,), by=Actor(courier_id=courier.id), at=(then, then))
    return made


def _labels(session: Session, ports: Ports, made: tuple[Registered, ...]) -> bytes:
    out = BytesIO()
    ids = [one.package.id for one in made]
    print_labels(label_faces(session, ports, ids, with_address=True), out, sheet=SHEET)
    return out.getvalue()


def _to(name: str) -> Recipient:
    place = PLACES.get(name, PLACES["Siti Aminah"])
    return Recipient(name, "Jl. Melati 3 RT 02/RW 05, Rembang", "081234567890", "Rumah pagar hijau", *place)
