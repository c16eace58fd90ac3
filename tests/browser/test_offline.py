"""No line at the door: the postman works on, and every proof arrives once when the line is back."""

from tests.browser.browsers import Street
from tests.browser.journeys import deliver, outcomes_kept, proofs_kept, two_handed_over
from tests.browser.pages.courier import Phone
from tests.browser.people import an_office_with_people
from tests.browser.server import Server

NO_LINE = r"net::ERR_(INTERNET_DISCONNECTED|FAILED)"


def test_two_packages_captured_without_a_line_arrive_once_each(server: Server, street: Street) -> None:
    people = an_office_with_people(server.database)
    one, two = two_handed_over(server, people)
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
    assert outcomes_kept(server.database, one.label) == []

    phone.person.context.set_offline(False)
    phone.everything_is_sent()
    for delivery in deliveries:
        kept = proofs_kept(server.database, delivery.parcel.label)
        assert [proof.outcome for proof in kept] == ["picked_up", "delivered"]
        assert str(kept[1].id) == delivery.proof
