"""Old cards back at the office: the seal is compared, two officers destroy, the audit sees a changed row."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from courier_app.domain.card_rules import CardWhy
from courier_app.domain.exchange import NoCard, OldCard, is_overdue
from courier_app.domain.packages import Status
from courier_app.domain.refusals import CardMoved, Invalid, SealDiffers, SecondOfficerNeeded, UnknownPackage
from courier_app.models import OldCardStep, Package, Role, ServerRecord
from courier_app.services.card_returns import (
    CardBack,
    NewDestruction,
    count_in_card,
    destroy_cards,
    waive_card,
)
from courier_app.services.decision_audit import rows_that_differ
from courier_app.services.moves import Actor
from courier_app.services.old_cards import CardStep, take_step
from tests.house import NOON, on_both
from tests.town import a_courier, a_package, a_user, an_office

SEAL = "A-4711"


class Desk:
    """An office with two officers and cards that its courier has collected."""

    def __init__(self, house, ports):
        self.house, self.ports = house, ports
        with house.transaction() as session:
            self.office = an_office(session)
            self.courier = a_courier(session, self.office)
            self.first, self.second = (a_user(session, office=self.office) for _ in range(2))

    def a_card(self, state=OldCard.COLLECTED):
        facts = {"status": Status.OUT_FOR_DELIVERY, "courier": self.courier, "card_why": CardWhy.DAMAGED}
        with self.house.transaction() as session:
            package = a_package(session, self.ports, self.office, **facts).package
            if state is not OldCard.OWED:
                package.old_card = OldCard.COLLECTED
                step, whose = CardStep(OldCard.COLLECTED, seal=SEAL), (package.id, self.office.id)
                take_step(session, step, whose, by=Actor(courier_id=self.courier.id), at=(NOON, NOON))
        if state is OldCard.COUNTED_IN:
            self.count(package)
        return package

    def count(self, package, seal=SEAL, *, office=None, as_found=False):
        back = CardBack(office or self.office.id, self.first.id, package.id, seal, as_found)
        with self.house.transaction() as session:
            return count_in_card(session, back, now=NOON)

    def waive(self, package):
        with self.house.transaction() as session:
            waive_card(session, package.id, office_id=self.office.id, by=self.first.id, now=NOON)

    def destroy(self, *packages, second=None):
        ids = frozenset(package.id for package in packages)
        new = NewDestruction(self.office.id, self.first.id, (second or self.second).id, ids)
        with self.house.transaction() as session:
            return destroy_cards(session, new, now=NOON)

    def card(self, package):
        with self.house.reading() as session:
            return session.get_one(Package, package.id).old_card

    def last(self, package):
        query = select(OldCardStep).where(OldCardStep.package_id == package.id)
        with self.house.reading() as session:
            return session.scalars(query.order_by(OldCardStep.leaf_index.desc())).first()

    def audit(self):
        with self.house.reading() as session:
            return list(rows_that_differ(session))


@pytest.fixture
def desk(house, ports):
    return Desk(house, ports)


@on_both
def test_a_card_goes_from_the_courier_to_the_shredder_and_the_audit_is_content(desk):
    package = desk.a_card()
    assert desk.count(package) == package.alias
    leaf = desk.destroy(package)
    assert (desk.card(package), desk.last(package).leaf_index) == (OldCard.DESTROYED, leaf)
    assert desk.audit() == []


@on_both
def test_another_seal_is_refused_until_the_officer_says_so(desk):
    package = desk.a_card()
    with pytest.raises(SealDiffers):
        desk.count(package, "B-99")
    with pytest.raises(Invalid):
        desk.count(package, "3317011708909901")
    desk.count(package, "B-99", as_found=True)
    assert (desk.last(package).seal, desk.last(package).seal_differs) == ("B-99", True)


def test_a_torn_seal_without_a_number_is_on_record_as_different(desk):
    package = desk.a_card()
    desk.count(package, "", as_found=True)
    assert (desk.last(package).seal, desk.last(package).seal_differs) == (None, True)


@on_both
def test_a_card_is_counted_and_destroyed_once(desk):
    package = desk.a_card(OldCard.COUNTED_IN)
    with pytest.raises(CardMoved):
        desk.count(package)
    desk.destroy(package)
    with pytest.raises(CardMoved) as no:
        desk.destroy(package)
    assert no.value.members == {"packages": [package.alias]}


def test_a_card_that_is_still_with_the_courier_is_not_destroyed_nor_its_neighbours(desk):
    here, out = desk.a_card(OldCard.COUNTED_IN), desk.a_card()
    with pytest.raises(CardMoved):
        desk.destroy(here, out)
    assert (desk.card(here), desk.card(out)) == (OldCard.COUNTED_IN, OldCard.COLLECTED)


@on_both
def test_one_officer_alone_destroys_nothing(desk, house):
    package = desk.a_card(OldCard.COUNTED_IN)
    with house.transaction() as session:
        auditor = a_user(session, Role.AUDITOR, office=desk.office)
        stranger = a_user(
            session, office=an_office(session, region="33.18", name="Disdukcapil Kabupaten Pati")
        )
        gone = a_user(session, office=desk.office, closed_at=NOON)
    for second in (desk.first, auditor, stranger, gone):
        with pytest.raises(SecondOfficerNeeded):
            desk.destroy(package, second=second)
    assert desk.card(package) is OldCard.COUNTED_IN


def test_another_office_counts_nothing(desk, house):
    package = desk.a_card()
    with house.transaction() as session:
        other = an_office(session, region="33.18", name="Disdukcapil Kabupaten Pati")
    with pytest.raises(UnknownPackage):
        desk.count(package, office=other.id)


def test_a_card_brought_to_the_counter_needs_no_seal(desk):
    package = desk.a_card(OldCard.OWED)
    desk.count(package, "")
    assert (desk.card(package), desk.last(package).seal_differs) == (OldCard.COUNTED_IN, False)


def test_a_waived_card_names_its_officer_and_only_once(desk):
    package = desk.a_card(OldCard.OWED)
    desk.waive(package)
    assert (desk.last(package).missing, desk.last(package).user_id) == (NoCard.WAIVED, desk.first.id)
    with pytest.raises(CardMoved):
        desk.waive(package)


def test_cards_destroyed_together_share_one_leaf_that_names_both_officers(desk, house):
    packages = [desk.a_card(OldCard.COUNTED_IN) for _ in range(3)]
    leaf = desk.destroy(*packages)
    with house.reading() as session:
        record = json.loads(session.get_one(ServerRecord, leaf).record)
    assert sorted(record["packages"]) == sorted(str(one.id) for one in packages)
    assert (record["user"], record["second"]) == (str(desk.first.id), str(desk.second.id))


CHANGES = {
    "another second officer": update(OldCardStep)
    .where(OldCardStep.state == OldCard.DESTROYED)
    .values(second_id=OldCardStep.user_id),
    "another seal": update(OldCardStep).where(OldCardStep.state == OldCard.COLLECTED).values(seal="X-1234"),
    "a card back from the shredder": update(Package).values(old_card=OldCard.OWED),
    "a step that never was": update(Package).values(old_card=OldCard.NOT_AVAILABLE),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_audit_names_a_row_that_somebody_changed(desk, house, change):
    desk.destroy(desk.a_card(OldCard.COUNTED_IN))
    with house.transaction() as session:
        session.execute(change)
    assert len(desk.audit()) in (1, 2)


def test_a_card_is_overdue_after_two_days():
    assert not is_overdue(NOON, NOON + timedelta(days=2))
    assert is_overdue(NOON, NOON + timedelta(days=2, seconds=1))


def test_nothing_and_too_much_are_no_destruction(desk):
    with pytest.raises(Invalid):
        desk.destroy()
    new = NewDestruction(
        desk.office.id, desk.first.id, desk.second.id, frozenset(uuid4() for _ in range(201))
    )
    with pytest.raises(Invalid), desk.house.transaction() as session:
        destroy_cards(session, new, now=NOON)
