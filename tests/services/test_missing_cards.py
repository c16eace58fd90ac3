"""Old cards that were not there when the office counted: noted, found again, or given up by two on a paper."""

import json

import pytest
from sqlalchemy import update

from courier_app.domain.exchange import OldCard
from courier_app.domain.lost_cards import LossPaper, NotThere, is_paper_number
from courier_app.domain.refusals import CardMoved, Invalid, SealDiffers, SecondOfficerNeeded, UnknownPackage
from courier_app.models import OldCardStep, Package, Role, ServerRecord
from courier_app.services.missing_cards import NewAbsence, NewWriteOff, note_missing, write_off_cards
from tests.house import NOON, on_both
from tests.services.test_card_returns import SEAL, Desk
from tests.town import a_user, an_office

NUMBER = "LP/B/112/XI/2026/SPKT"


class Count(Desk):
    """The same office, on a day when cards are not there."""

    def miss(self, package, gone=NotThere.NO_BAG, *, office=None):
        new = NewAbsence(office or self.office.id, self.first.id, package.id, gone)
        with self.house.transaction() as session:
            return note_missing(session, new, now=NOON)

    def give_up(self, *packages, second=None, number=NUMBER):
        ids = frozenset(package.id for package in packages)
        people = self.office.id, self.first.id, (second or self.second).id
        new = NewWriteOff(*people, ids, LossPaper.POLICE_REPORT, number)
        with self.house.transaction() as session:
            return write_off_cards(session, new, now=NOON)

    def a_missing_card(self):
        package = self.a_card()
        self.miss(package)
        return package


@pytest.fixture
def desk(house, ports):
    return Count(house, ports)


@on_both
def test_a_card_that_is_not_there_is_on_record_with_its_reason(desk):
    package = desk.a_card()
    assert desk.miss(package, NotThere.EMPTY_BAG) == package.alias
    assert (desk.card(package), desk.last(package).gone) == (OldCard.MISSING, NotThere.EMPTY_BAG)
    assert desk.audit() == []


@on_both
def test_a_missing_card_that_is_found_is_counted_in_by_its_seal_and_destroyed(desk):
    package = desk.a_missing_card()
    with pytest.raises(SealDiffers):
        desk.count(package, "B-99")
    desk.count(package, SEAL)
    desk.destroy(package)
    assert (desk.card(package), desk.audit()) == (OldCard.DESTROYED, [])


@on_both
def test_two_officers_give_cards_up_on_a_paper_in_one_act(desk, house):
    lost = [desk.a_missing_card() for _ in range(2)]
    leaf = desk.give_up(*lost)
    with house.reading() as session:
        record = json.loads(session.get_one(ServerRecord, leaf).record)
    assert (record["second"], record["paper_number"]) == (str(desk.second.id), NUMBER)
    assert {desk.card(one) for one in lost} == {OldCard.WRITTEN_OFF}
    assert desk.audit() == []


@on_both
def test_one_officer_alone_gives_nothing_up(desk, house):
    package = desk.a_missing_card()
    with house.transaction() as session:
        auditor = a_user(session, Role.AUDITOR, office=desk.office)
    for second in (desk.first, auditor):
        with pytest.raises(SecondOfficerNeeded):
            desk.give_up(package, second=second)
    assert desk.card(package) is OldCard.MISSING


@pytest.mark.parametrize("number", ["", "LP", "3317011708909901", "LP 3317011708909901", "lp/1234"])
def test_no_card_is_given_up_without_the_number_of_a_paper(desk, number):
    package = desk.a_missing_card()
    with pytest.raises(Invalid):
        desk.give_up(package, number=number)


def test_a_card_that_nobody_missed_is_not_given_up_nor_its_neighbours(desk):
    lost, out = desk.a_missing_card(), desk.a_card()
    with pytest.raises(CardMoved) as no:
        desk.give_up(lost, out)
    assert no.value.members == {"packages": [out.alias]}
    assert desk.card(lost) is OldCard.MISSING


def test_a_card_is_missing_once_and_only_when_a_courier_had_it(desk):
    missed, owed, here = desk.a_missing_card(), desk.a_card(OldCard.OWED), desk.a_card(OldCard.COUNTED_IN)
    for package in (missed, owed, here):
        with pytest.raises(CardMoved):
            desk.miss(package)


def test_another_office_misses_nothing(desk, house):
    package = desk.a_card()
    with house.transaction() as session:
        other = an_office(session, region="33.18", name="Disdukcapil Kabupaten Pati")
    with pytest.raises(UnknownPackage):
        desk.miss(package, office=other.id)


@on_both
def test_a_card_that_was_given_up_and_turns_up_is_counted_in_still(desk):
    package = desk.a_missing_card()
    desk.give_up(package)
    desk.count(package)
    assert (desk.card(package), desk.audit()) == (OldCard.COUNTED_IN, [])


WRITTEN_OFF = OldCardStep.state == OldCard.WRITTEN_OFF
CHANGES = {
    "another reason": update(OldCardStep)
    .where(OldCardStep.state == OldCard.MISSING)
    .values(gone=NotThere.STOLEN),
    "another paper": update(OldCardStep).where(WRITTEN_OFF).values(paper=LossPaper.OFFICIAL_RECORD),
    "another number": update(OldCardStep).where(WRITTEN_OFF).values(paper_number="LP/1"),
    "another second officer": update(OldCardStep).where(WRITTEN_OFF).values(second_id=OldCardStep.user_id),
    "a card that was never missed": update(Package).values(old_card=OldCard.COUNTED_IN),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_audit_names_a_loss_that_somebody_changed(desk, house, change):
    desk.give_up(desk.a_missing_card())
    with house.transaction() as session:
        session.execute(change)
    assert len(desk.audit()) == 1


def test_a_paper_is_numbered_as_offices_number_them():
    numbers = ("LP/B/112/XI/2026/SPKT", "470/1234/2026", "STPL-9 (POLSEK LASEM)")
    assert all(map(is_paper_number, numbers))
