"""Old cards: what a delivery makes of them, what a verdict may not go round, and what is on record."""

import json

import pytest
from sqlalchemy import select

from courier_app.domain.card_rules import CardWhy
from courier_app.domain.exchange import NoCard, OldCard
from courier_app.domain.lost_cards import NotThere
from courier_app.domain.packages import Status
from courier_app.domain.proofs import Mark
from courier_app.domain.refusals import CardOwed
from courier_app.domain.reviews import Decision
from courier_app.models import Leaf, OldCardStep, Package, Proof, Role, ServerRecord
from courier_app.queries.missing_cards import missing_cards
from courier_app.queries.old_cards import cards_at, holders
from courier_app.queries.scopes import Scope
from courier_app.services.missing_cards import NewAbsence, note_missing
from courier_app.services.reviews import NewReview, review_proof
from tests.house import NOON, on_both
from tests.phone import Phone, a_card, a_photo, a_signature
from tests.town import a_courier, a_package, a_user, an_office

SEALED = {"seal": "A-4711", "missing": None, "letter": None}
LOST = {"seal": None, "missing": "loss_letter", "letter": "STPL/9/2026"}


class Desk:
    """An office, its courier at the door, and a new card that is given against the old one."""

    def __init__(self, app, house, ports):
        self.house, self.ports = house, ports
        with house.transaction() as session:
            self.office = an_office(session)
            self.courier = a_courier(session, self.office)
            self.auditor = a_user(session, Role.AUDITOR, office=self.office)
            self.package = self.a_package(session)
        self.phone = Phone(app, self.courier)

    def a_package(self, session, **said):
        facts = {
            "status": Status.OUT_FOR_DELIVERY,
            "courier": self.courier,
            "card_why": CardWhy.DAMAGED,
        } | said
        return a_package(session, self.ports, self.office, **facts).package

    def deliver(self, old_card=None, *, card=True, **said):
        """The mark that the proof got."""
        files = (a_photo(), a_signature(), *((a_card(),) if card else ()))
        said |= {"old_card": old_card} if old_card else {}
        frozen = self.phone.freeze(self.package, files=files, **said)
        assert self.phone.send(frozen).status_code == 201
        self.proof = frozen.proof
        with self.house.reading() as session:
            return session.get_one(Proof, frozen.proof).mark

    def accept(self):
        new = NewReview(self.proof, self.auditor.id, Decision.ACCEPTED, "Sudah ditelepon.", self.status())
        with self.house.transaction() as session:
            return review_proof(session, self.ports, new, now=NOON)

    def status(self):
        with self.house.reading() as session:
            return session.get_one(Package, self.package.id).status

    def card(self):
        with self.house.reading() as session:
            return session.get_one(Package, self.package.id).old_card

    def steps(self):
        with self.house.reading() as session:
            return session.scalars(select(OldCardStep).order_by(OldCardStep.leaf_index)).all()


@pytest.fixture
def desk(app, house, ports):
    return Desk(app, house, ports)


@on_both
def test_a_delivery_with_the_sealed_card_collects_it(desk):
    assert desk.deliver(SEALED) is None
    assert (desk.status(), desk.card()) == (Status.DELIVERED, OldCard.COLLECTED)
    (step,) = desk.steps()
    assert (step.seal, step.courier_id, step.proof_id) == ("A-4711", desk.courier.id, desk.proof)


@on_both
def test_a_delivery_without_the_card_is_kept_and_gives_nothing_away(desk):
    assert desk.deliver(card=False) is Mark.CARD_OWED
    assert (desk.status(), desk.card(), desk.steps()) == (Status.OUT_FOR_DELIVERY, OldCard.OWED, [])


def test_a_seal_without_a_photo_of_the_card_is_not_enough(desk):
    assert desk.deliver(SEALED, card=False) is Mark.CARD_OWED


@on_both
def test_a_lost_card_with_the_letter_of_the_police_is_on_record_as_such(desk):
    assert desk.deliver(LOST, card=False) is None
    assert desk.card() is OldCard.NOT_AVAILABLE
    assert [step.missing for step in desk.steps()] == [NoCard.LOSS_LETTER]


def test_a_package_that_owes_no_card_is_delivered_as_ever(desk, house):
    with house.transaction() as session:
        desk.package = desk.a_package(session, card_why=None)
    assert desk.deliver(card=False) is None
    assert (desk.card(), desk.steps()) == (None, [])


def test_a_failed_attempt_leaves_the_card_with_its_owner(desk):
    frozen = desk.phone.freeze(desk.package, "attempt_failed")
    assert desk.phone.send(frozen).status_code == 201
    assert (desk.status(), desk.card()) == (Status.ATTEMPT_FAILED, OldCard.OWED)


@on_both
def test_a_verdict_does_not_go_round_the_card(desk):
    desk.deliver(card=False)
    with pytest.raises(CardOwed):
        desk.accept()
    assert (desk.status(), desk.card()) == (Status.OUT_FOR_DELIVERY, OldCard.OWED)


@on_both
def test_a_verdict_on_a_proof_that_shows_the_card_collects_it(desk):
    assert desk.deliver(SEALED, answers={"id_check": "mismatch"}) is Mark.IDENTITY_MISMATCH
    assert desk.card() is OldCard.OWED
    desk.accept()
    assert (desk.status(), desk.card()) == (Status.DELIVERED, OldCard.COLLECTED)


def test_a_rejected_proof_of_a_card_that_is_owed_needs_no_card(desk, house):
    desk.deliver(card=False)
    new = NewReview(desk.proof, desk.auditor.id, Decision.REJECTED, "Tidak benar.", desk.status())
    with house.transaction() as session:
        review_proof(session, desk.ports, new, now=NOON)
    assert desk.card() is OldCard.OWED


def test_the_leaf_of_a_step_tells_nothing_and_its_record_fits_it(desk, house):
    desk.deliver(SEALED)
    with house.reading() as session:
        rows = session.execute(select(Leaf.entry, ServerRecord.record).join(ServerRecord)).all()
    told = [(json.loads(entry), json.loads(record)) for entry, record in rows]
    ((entry, record),) = [(entry, record) for entry, record in told if entry["t"] == "old-card"]
    assert set(entry) == {"mh", "t", "ts", "v"}
    assert (record["step"], record["packages"]) == ("collected", [str(desk.package.id)])
    assert "Siti" not in json.dumps(record)


def test_the_phone_is_told_that_a_card_comes_back_until_it_has(desk):
    told = [one["old_card"] for one in desk.phone.client.get("/kurir/api/round").json["packages"]]
    desk.deliver(SEALED)
    after = [one["old_card"] for one in desk.phone.client.get("/kurir/api/round").json["packages"]]
    assert (told, after) == ([True], [False])


BAD = [
    {"seal": "kecil", "missing": None, "letter": None},
    {"seal": "3317011708909901", "missing": None, "letter": None},
    {"seal": None, "missing": None, "letter": None},
    {"seal": "A-4711", "missing": "never_had", "letter": None},
    {"seal": "A-4711", "missing": None, "letter": "STPL/9"},
]


@pytest.mark.parametrize("said", BAD, ids=str)
def test_what_no_phone_of_ours_says_of_a_card_is_refused_whole(desk, said):
    frozen = desk.phone.freeze(desk.package, files=(a_photo(), a_signature(), a_card()), old_card=said)
    assert desk.phone.send(frozen).status_code == 422


@on_both
def test_a_card_stays_in_the_list_of_the_courier_who_took_it_wherever_its_package_goes(desk, house):
    desk.deliver(SEALED)
    with house.transaction() as session:
        other = a_courier(session, desk.office, name="Kurir Lain")
        session.get_one(Package, desk.package.id).courier_id = other.id
    with house.reading() as session:
        (row,) = cards_at(session, Scope(None), OldCard.COLLECTED, courier_id=desk.courier.id)
        assert (row.courier_id, row.courier) == (desk.courier.id, desk.courier.name)
        assert cards_at(session, Scope(None), OldCard.COLLECTED, courier_id=other.id) == ()
        assert holders(session, Scope(None)) == ((desk.courier.id, desk.courier.name, 1),)


@on_both
def test_a_missing_card_too_stays_with_the_courier_who_took_it(desk, house):
    desk.deliver(SEALED)
    with house.transaction() as session:
        other = a_courier(session, desk.office, name="Kurir Lain")
        session.get_one(Package, desk.package.id).courier_id = other.id
        officer = a_user(session, office=desk.office)
        absent = NewAbsence(desk.office.id, officer.id, desk.package.id, NotThere.NO_BAG)
        note_missing(session, absent, now=NOON)
    with house.reading() as session:
        (row,) = missing_cards(session, Scope(None), courier_id=desk.courier.id)
        assert row.courier == desk.courier.name
        assert missing_cards(session, Scope(None), courier_id=other.id) == ()
