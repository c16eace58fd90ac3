"""Stretches of the main job that several journeys walk."""

from dataclasses import dataclass

from sqlalchemy import select

from courier_app.db import Database
from courier_app.models import Package, Proof
from courier_app.printing.sheets import SHEETS, SheetFormat
from tests.browser.browsers import DESKTOP, Street
from tests.browser.camera import MANILA, WHITE
from tests.browser.pages.courier import Phone
from tests.browser.pages.staff import Desk, Registered, to_postman
from tests.browser.paper import Sticker
from tests.browser.people import OfficePeople
from tests.browser.server import Server

TO_WHOM = (
    ("KTP_EL", "Siti Aminah", "Jl. Melati 3 RT 02/RW 05, Rembang"),
    ("KK", "Bambang Prakoso", "Gg. Kenanga 8 RT 01/RW 02, Lasem"),
)
ENVELOPES = (MANILA, WHITE)


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


def first_of_two_in_hand(street: Street, server: Server, people: OfficePeople) -> tuple[Desk, Phone, Parcel]:
    """Handed over, taken over and sent; the camera looks at the first."""
    desk = an_officer(street, server, people)
    one, two = two_parcels(desk, SHEETS["a4-2x4"])
    desk.hand_over([one.sticker, two.sticker], to=to_postman(people.courier_id))
    phone = Phone(street.somebody(server.origin))
    phone.sign_in(people.postman)
    phone.accept_all()
    phone.everything_is_sent()
    street.camera.point_at(one.sticker, paper=one.envelope)
    phone.type_label(one.label)
    phone.is_on("serah")
    return desk, phone, one


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
