"""Stretches of the main job that several journeys walk."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.db import Database
from courier_app.models import Package, Proof
from courier_app.printing.labels import print_labels
from courier_app.printing.sheets import SHEETS, SheetFormat
from courier_app.services.handovers import NewHandover, hand_to_courier
from courier_app.services.labels import label_faces, record_printing
from courier_app.services.packages import NewPackage, register_package
from courier_app.services.ports import Ports
from courier_app.services.recipients import Recipient
from tests.browser.browsers import DESKTOP, Street
from tests.browser.camera import MANILA, WHITE
from tests.browser.pages.courier import Phone
from tests.browser.pages.staff import Desk, Registered
from tests.browser.paper import Sticker, stickers
from tests.browser.people import OfficePeople
from tests.browser.server import Server
from tests.printing.paper import written

TO_WHOM = (
    ("KTP_EL", "Siti Aminah", "Jl. Melati 3 RT 02/RW 05, Rembang"),
    ("KK", "Bambang Prakoso", "Gg. Kenanga 8 RT 01/RW 02, Lasem"),
)
ENVELOPES = (MANILA, WHITE)
PLACE_E7 = (-69904000, 1104229000)


@dataclass(frozen=True)
class Parcel:
    """A sealed envelope with its label on it, and what the office knows of it."""

    registered: Registered
    sticker: Sticker
    envelope: tuple[int, int, int]

    @property
    def label(self) -> str:
        return self.sticker.label

    @property
    def name(self) -> str:
        return self.registered.name


@dataclass(frozen=True)
class Delivery:
    """What the courier did and saw: the proof's number, the photo's hash, the taps from the round to "Selesai"."""

    parcel: Parcel
    proof: str
    photo: str
    taps: int


def an_officer(street: Street, server: Server, people: OfficePeople) -> Desk:
    desk = Desk(street.somebody(server.origin, size=DESKTOP))
    desk.sign_in(people.officer)
    return desk


def first_of_two_in_hand(street: Street, server: Server, people: OfficePeople) -> tuple[Phone, Parcel]:
    """Handed over, taken over and sent; the camera looks at the first. Nobody here goes without a line."""
    one, _ = two_handed_over(server, people)
    phone = Phone(street.somebody(server.origin, service_workers="block"))
    phone.sign_in(people.postman)
    phone.accept_all()
    phone.everything_is_sent()
    phone.type_label(one.label)
    phone.is_on("serah")
    street.camera.rest_on(one.sticker)
    return phone, one


def two_handed_over(server: Server, people: OfficePeople) -> tuple[Parcel, Parcel]:
    """What an officer did this morning, for journeys that begin after it: registered, labelled with what the printer
    made, and in the postman's round. The officer's own way there is walked by the main job and the desk."""
    sheet, now = SHEETS["a4-2x4"], datetime.now(UTC)
    with server.database.transaction() as session:
        made = {
            one.package_id: one for one in (_entered(session, server.ports, people, to) for to in TO_WHOM)
        }
        ids = [UUID(one) for one in made]
        faces = list(label_faces(session, server.ports, ids, with_address=True))
        labels = {
            one.alias: one
            for one in stickers(written(lambda out: print_labels(faces, out, sheet=sheet)), sheet)
        }
        record_printing(session, ids, with_address=True, by=people.officer.id, now=now)
        new = NewHandover(uuid4(), people.office_id, people.officer.id, frozenset(ids))
        hand_to_courier(session, new, people.courier_id, now=now)
    one, two = (
        Parcel(registered, labels[registered.alias], envelope)
        for registered, envelope in zip(made.values(), ENVELOPES, strict=True)
    )
    return one, two


def _entered(session: Session, ports: Ports, people: OfficePeople, whom: tuple[str, str, str]) -> Registered:
    kind, name, address = whom
    recipient = Recipient(name, address, "081234567890", None, *PLACE_E7)
    new = NewPackage(people.office_id, kind, recipient)
    made = register_package(session, ports, new, by=people.officer.id, now=datetime.now(UTC))
    return Registered(str(made.package.id), name, made.package.alias, made.claim_code)


def two_parcels(desk: Desk, sheet: SheetFormat) -> tuple[Parcel, Parcel]:
    """Registered, labelled with what the printer made, and ready to go."""
    registered = {made.alias: made for made in (_registered(desk, *whom) for whom in TO_WHOM)}
    labels = {label.alias: label for label in desk.print_labels(sheet)}
    assert labels.keys() == registered.keys()
    one, two = (
        Parcel(registered[alias], labels[alias], envelope)
        for alias, envelope in zip(registered, ENVELOPES, strict=True)
    )
    return one, two


def _registered(desk: Desk, kind: str, name: str, address: str) -> Registered:
    return desk.register(kind=kind, name=name, address=address)


def deliver(street: Street, phone: Phone, parcel: Parcel) -> Delivery:
    """At the door: the camera sees the envelope, and everything else follows."""
    street.camera.point_at(parcel.sticker, paper=parcel.envelope)
    proof = phone.scan()
    phone.shows(parcel.name)
    photo = phone.deliver_to_addressee()
    return Delivery(parcel, proof, photo, phone.taps)


def proofs_kept(database: Database, label: str) -> list[Proof]:
    """Behind the counter: what the server kept of a package, in the order it was made."""
    found = select(Proof).join(Package, Package.id == Proof.package_id).where(Package.label_id == label)
    with database.reading() as session:
        return list(session.scalars(found.order_by(Proof.seq)))


def outcomes_kept(database: Database, label: str) -> list[str]:
    return [proof.outcome.value for proof in proofs_kept(database, label)]
