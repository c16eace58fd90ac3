"""No line at the door: the postman works on, and every proof arrives once when the line is back."""

from sqlalchemy import select

from courier_app.db import Database
from courier_app.models import Package, Proof
from courier_app.printing.sheets import SHEETS
from tests.browser.browsers import Street
from tests.browser.journeys import an_officer, deliver, two_parcels
from tests.browser.pages.courier import Phone
from tests.browser.pages.staff import to_postman
from tests.browser.people import an_office_with_people
from tests.browser.server import Server

NO_LINE = r"net::ERR_(INTERNET_DISCONNECTED|FAILED)"


def test_two_packages_captured_without_a_line_arrive_once_each(server: Server, street: Street) -> None:
    people = an_office_with_people(server.database)
    desk = an_officer(street, server, people)
    one, two = two_parcels(desk, SHEETS["a4-2x5"])
    desk.hand_over([one.sticker, two.sticker], to=to_postman(people.courier_id))
    phone = Phone(street.somebody(server.origin))
    phone.sign_in(people.postman)
    phone.is_ready_offline()

    phone.person.complaints.expect(NO_LINE)
    phone.person.context.set_offline(True)
    phone.page.reload()
    phone.is_on("putaran")
    phone.accept_all()
    deliveries = [deliver(street, phone, parcel) for parcel in (one, two)]
    phone.waits_to_send(4)
    phone.page.reload()
    phone.waits_to_send(4)
    assert proofs_of(server.database, one.label) == []

    phone.person.context.set_offline(False)
    phone.everything_is_sent()
    for parcel, delivery in zip((one, two), deliveries, strict=True):
        kept = proofs_of(server.database, parcel.label)
        assert [proof.outcome for proof in kept] == ["picked_up", "delivered"]
        assert str(kept[1].id) == delivery.proof


def proofs_of(database: Database, label: str) -> list[Proof]:
    """Behind the counter, in the order they were kept."""
    found = select(Proof).join(Package, Package.id == Proof.package_id).where(Package.label_id == label)
    with database.reading() as session:
        return list(session.scalars(found.order_by(Proof.seq)))
