"""A proof that a person believes when its package lies at the office's counter: it moves nothing, and is no receipt."""

import pytest

from courier_app.domain.collecting import Collecting
from courier_app.domain.packages import Status
from courier_app.domain.retries import FromCounter
from courier_app.services.collecting import NewCollection, hand_out
from courier_app.services.counter import NewStay, wait_at_counter
from courier_app.services.receipts import receipt_of
from courier_app.services.receivers import handed_over
from courier_app.services.returns import NewCount, count_in
from courier_app.services.send_again import GoingOut, send_again
from tests.house import NOON, on_both
from tests.services.test_reviews import Desk as Auditors
from tests.town import SITI


class Desk(Auditors):
    def held(self):
        """A doubted proof, whose package lies at the counter since."""
        proof, who = self.doubted(), (self.office.id, self.auditor.id, frozenset({self.package.id}))
        with self.house.transaction() as session:
            count_in(session, NewCount(*who), now=NOON)
            wait_at_counter(session, NewStay(*who), now=NOON)
        return proof

    def receipts(self):
        """To whom it was handed, as the citizen reads it, and the receipt."""
        with self.house.transaction() as session:
            handed = handed_over(session, self.ports, self.package.id)
            return handed, receipt_of(session, self.ports, self.package.id, now=NOON)


@pytest.fixture
def desk(app, house, ports):
    return Desk(app, house, ports)


@on_both
def test_accepted_while_its_package_lies_at_the_counter_it_gives_no_receipt(desk):
    assert not desk.decide(desk.held(), seen=Status.HELD_FOR_PICKUP).moved
    assert desk.receipts() == (None, None)


@on_both
def test_nor_does_it_once_the_package_was_collected_there(desk):
    desk.decide(desk.held(), seen=Status.HELD_FOR_PICKUP)
    said = Collecting(SITI.name, "self", owner="", paper="", id_matches=True, signed=True)
    new = NewCollection(desk.package.id, desk.office.id, desk.colleague.id, said)
    with desk.house.transaction() as session:
        assert hand_out(session, desk.ports, new, now=NOON).missing == ()
    assert (desk.status(), desk.receipts()) == (Status.DELIVERED, (None, None))


def test_a_second_proof_of_what_was_delivered_takes_no_receipt_away(desk):
    desk.kept()
    late = desk.phone.freeze(desk.package)
    assert desk.phone.send(late).status_code == 201
    desk.decide(late.proof, seen=Status.DELIVERED)
    assert None not in desk.receipts()


@on_both
def test_what_does_not_lie_there_after_all_leaves_the_counter_and_follows_the_verdict(desk):
    proof = desk.held()
    going = GoingOut(desk.package.id, desk.colleague.id, FromCounter.PUT_BY_MISTAKE)
    with desk.house.transaction() as session:
        send_again(session, desk.ports, going, now=NOON)
    assert desk.decide(proof, seen=Status.READY).moved
    assert (desk.status(), desk.receipts()[0].proof_id) == (Status.DELIVERED, proof)
