"""A collection at the counter: who may take it, what is on record, and that nobody changes it unnoticed."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update

from courier_app.domain.card_rules import CardWhy
from courier_app.domain.collecting import CardHere, Collecting, ProvenBy
from courier_app.domain.exchange import NoCard, OldCard
from courier_app.domain.packages import Status
from courier_app.domain.recipients import Relation
from courier_app.domain.refusals import UnknownPackage, WrongStatus
from courier_app.domain.refusals_erasure import TooEarly
from courier_app.domain.retention import ErasedWhy, Part
from courier_app.models import Collection, Erasure, Leaf, Look, Package, PackageEvent, ServerRecord
from courier_app.queries.looks import opened_by_staff
from courier_app.services.collecting import NewCollection, collected_of, hand_out
from courier_app.services.counter import NewStay, wait_at_counter
from courier_app.services.erasing import Order, erase
from courier_app.services.ledger_audit import faults_in
from courier_app.services.looks import SHOWS_NOBODY
from courier_app.services.own_data import own_data
from courier_app.services.receivers import handed_over
from courier_app.vault_rounds import all_broken
from tests.house import NOON, on_both
from tests.services.test_voids import Wrong
from tests.town import SITI, a_package, a_user, an_office

HERSELF = Collecting(name=SITI.name, relation="self", owner="", paper="", id_matches=True, signed=False)
BY_PAPER = replace(HERSELF, signed=True)
YEAR = timedelta(days=366)


class Counter:
    """An office with one package that waits, and its claim code."""

    def __init__(self, house, ports, **said):
        self.house, self.ports = house, ports
        with house.transaction() as session:
            self.office = an_office(session)
            self.officer = a_user(session, office=self.office)
            made = a_package(session, ports, self.office, status=Status.READY, **said)
            self.id, self.code = made.package.id, made.claim_code
            wait_at_counter(session, self.stay(), now=NOON)

    def stay(self):
        return NewStay(self.office.id, self.officer.id, frozenset({self.id}))

    def new(self, said=HERSELF, **more):
        facts = {"code": self.code} | more
        return NewCollection(self.id, self.office.id, self.officer.id, said, **facts)

    def hand_out(self, *said, now=NOON, **more):
        with self.house.transaction() as session:
            return hand_out(session, self.ports, self.new(*said, **more), now=now)

    def stored(self):
        with self.house.reading() as session:
            return session.get_one(Package, self.id)

    def wrong_code(self):
        return f"{(int(self.code) + 1) % 1_000_000:06}"

    def looks(self):
        with self.house.reading() as session:
            return [(look.what, look.user_id) for look in session.scalars(select(Look))]

    def told(self):
        with self.house.reading() as session:
            return collected_of(session, self.ports, self.id)

    def faults(self):
        with self.house.reading() as session:
            return [fault.where for fault in faults_in(session, self.ports.log_key, answers=None)]

    def count(self, model):
        with self.house.reading() as session:
            return session.scalar(select(func.count()).select_from(model))


@pytest.fixture
def counter(house, ports):
    return Counter(house, ports)


@pytest.fixture
def exchange(house, ports):
    return Counter(house, ports, card_why=CardWhy.DAMAGED)


@on_both
def test_whoever_may_and_can_show_it_takes_the_package(counter):
    assert counter.hand_out().missing == ()
    stored = counter.stored()
    assert (stored.status, stored.closed_at, stored.held_until) == (Status.DELIVERED, NOON, None)
    assert (counter.faults(), list(all_broken(counter.house, counter.ports))) == ([], [])


def test_the_record_says_who_took_it_and_how_it_was_proven(counter):
    counter.hand_out()
    told = counter.told()
    assert (told.relation, told.name, told.proven_by) == (Relation.SELF, SITI.name, ProvenBy.CODE)


def test_its_leaf_tells_no_name_and_no_relation(counter):
    collection = counter.hand_out().collection
    with counter.house.reading() as session:
        record = session.get_one(ServerRecord, collection.leaf_index).record
        entry = json.loads(session.get_one(Leaf, collection.leaf_index).entry)
    assert entry["t"] == "collected"
    told = {"v", "t", "at", "package", "office", "user", "policy", "said_hash", "salt"}
    assert set(json.loads(record)) == told


def test_without_a_code_a_signature_on_paper_proves_it(counter):
    counter.hand_out(BY_PAPER, code="")
    assert counter.told().proven_by is ProvenBy.SIGNATURE


@on_both
def test_a_wrong_code_is_counted_like_one_at_the_door_and_hands_out_nothing(counter):
    for tries in range(1, 6):
        assert counter.hand_out(code=counter.wrong_code()).missing == ("code",)
        assert (counter.stored().claim_tries, counter.stored().status) == (tries, Status.HELD_FOR_PICKUP)
    assert counter.hand_out().missing == ("code",)


def test_a_wrong_code_is_not_mended_by_a_signature(counter):
    assert counter.hand_out(BY_PAPER, code=counter.wrong_code()).missing == ("code",)


@pytest.mark.parametrize("slip", [{"id_matches": False}, {"name": "Rina"}, {"relation": ""}])
def test_a_slip_elsewhere_costs_no_try_of_the_code(counter, slip):
    assert "code" not in counter.hand_out(replace(HERSELF, **slip), code=counter.wrong_code()).missing
    assert counter.stored().claim_tries == 0


SPOUSE = replace(HERSELF, name="Agus Salim", relation="spouse", owner=SITI.name)


@pytest.mark.parametrize("said", [replace(HERSELF, name="SITI AMINAH"), SPOUSE])
def test_the_name_of_whom_it_is_for_may_be_spelled_in_capitals_or_by_family(counter, said):
    assert counter.hand_out(said).missing == ()


@on_both
@pytest.mark.parametrize("said", [replace(HERSELF, name="Rina"), replace(SPOUSE, owner="Rina")])
def test_each_name_that_is_tried_and_does_not_fit_is_on_record(counter, said):
    for tries in (1, 2):
        assert counter.hand_out(said).missing == ("differs",)
        assert counter.looks() == [("name_compared", counter.officer.id)] * tries


def test_a_name_that_fits_is_on_record_too_where_the_code_does_not(counter):
    counter.hand_out(code=counter.wrong_code())
    assert counter.looks() == [("name_compared", counter.officer.id)]


def test_nobody_was_shown_the_name_that_was_compared(counter):
    counter.hand_out(replace(HERSELF, name="Rina"))
    with counter.house.reading() as session:
        assert opened_by_staff(session, counter.id, coarse=SHOWS_NOBODY).times == 0


def test_no_name_is_compared_before_the_rest_is_there(counter):
    nothing_else = replace(HERSELF, name="Rina", id_matches=False)
    assert counter.hand_out(nothing_else, code="").missing == ("id", "factor")
    assert counter.looks() == []


def test_sent_twice_it_is_one_collection(counter):
    first, again = counter.hand_out().collection, counter.hand_out().collection
    assert (again.leaf_index, counter.count(Collection)) == (first.leaf_index, 1)


@on_both
def test_what_another_officer_handed_out_is_not_told_as_handed_out_by_this_one(counter):
    counter.hand_out()
    with counter.house.transaction() as session:
        counter.officer = a_user(session, office=counter.office)
    with pytest.raises(WrongStatus):
        counter.hand_out()


@pytest.mark.parametrize("other", [SPOUSE, replace(BY_PAPER, name="Agus")])
def test_other_words_of_a_collection_than_those_on_record_are_refused(counter, other):
    counter.hand_out()
    with pytest.raises(WrongStatus):
        counter.hand_out(other)


def test_what_does_not_wait_at_the_counter_is_not_handed_out_there(counter, ports):
    with counter.house.transaction() as session:
        counter.id = a_package(session, ports, counter.office, status=Status.READY).package.id
    with pytest.raises(WrongStatus):
        counter.hand_out()


def test_another_offices_package_is_unknown(counter):
    with counter.house.transaction() as session:
        counter.office = an_office(session, region="33.18", name="Disdukcapil Kabupaten Pati")
    with pytest.raises(UnknownPackage):
        counter.hand_out()


def test_whose_card_is_owed_gets_the_new_one_against_the_old_one(exchange):
    assert exchange.hand_out().missing == ("card",)
    exchange.hand_out(card=CardHere(seal="A-4711"))
    assert (exchange.stored().status, exchange.stored().old_card) == (Status.DELIVERED, OldCard.COUNTED_IN)
    assert exchange.faults() == []


@on_both
def test_a_letter_of_loss_stands_in_for_the_card(exchange):
    exchange.hand_out(card=CardHere(missing=NoCard.LOSS_LETTER, letter="STPL/9/2026"))
    assert exchange.stored().old_card is OldCard.NOT_AVAILABLE
    assert (exchange.told().letter, exchange.faults()) == ("STPL/9/2026", [])


def test_a_number_beside_another_reason_than_a_letter_of_loss_is_not_kept(exchange):
    exchange.hand_out(card=CardHere(missing=NoCard.WAIVED, letter="3317011708909901"))
    assert (exchange.told().letter, exchange.stored().status) == ("", Status.DELIVERED)


def test_no_proof_and_no_receipt_stands_behind_it(counter):
    counter.hand_out()
    with counter.house.reading() as session:
        assert handed_over(session, counter.ports, counter.id) is None


def test_the_own_data_file_tells_who_took_it(counter):
    counter.hand_out()
    with counter.house.reading() as session:
        told = own_data(session, counter.ports, counter.id).collected
    assert (told.name if told else None) == SITI.name


CHANGED = {
    "when": update(Collection).values(collected_at=NOON - YEAR),
    "under which rules": update(Collection).values(policy_version=1),
    "who took it": update(Collection).values(said_sealed=b"x"),
    "which leaf": update(Collection).values(leaf_index=0),
    "the collection gone": delete(Collection),
    "the step gone": delete(PackageEvent).where(PackageEvent.status == Status.DELIVERED),
    "the step of another day": update(PackageEvent)
    .where(PackageEvent.status == Status.DELIVERED)
    .values(recorded_at=NOON - YEAR),
}


@on_both
@pytest.mark.parametrize("statement", CHANGED.values(), ids=CHANGED)
def test_a_changed_row_is_named(counter, statement):
    counter.hand_out()
    with counter.house.transaction() as session:
        session.execute(statement)
    assert counter.faults()


def test_a_delivery_that_nobody_collected_and_nobody_proved_is_named(counter):
    with counter.house.transaction() as session:
        package = session.get_one(Package, counter.id)
        package.status, package.held_until, package.closed_at = Status.DELIVERED, None, NOON
        moments = {"occurred_at": NOON, "recorded_at": NOON}
        step = {"package_id": counter.id, "status": Status.DELIVERED, "user_id": counter.officer.id}
        session.add(PackageEvent(**step, **moments))
    assert f"package {counter.id}, delivered without a proof that counts" in counter.faults()


def test_what_somebody_has_broken_in_the_vault_is_named(counter):
    counter.hand_out()
    with counter.house.transaction() as session:
        session.execute(update(Collection).values(said_sealed=b"x"))
    assert [broken.what for broken in all_broken(counter.house, counter.ports)] == ["collection"]


def test_it_is_erased_with_the_package_and_the_leaf_stays_good(counter):
    counter.hand_out()
    with counter.house.transaction() as session:
        erase(session, Order(counter.id, Part.EVERYTHING, ErasedWhy.REQUEST, counter.officer.id), now=NOON)
        index = session.scalars(select(Erasure.leaf_index)).one()
        ref = json.loads(session.get_one(Leaf, index).entry)["ref"]
    told = counter.told()
    assert (told.relation, told.name, ref) == (None, "", told.leaf_index)
    assert (counter.faults(), list(all_broken(counter.house, counter.ports))) == ([], [])


def test_an_earlier_closing_in_the_table_does_not_make_the_night_erase_it(counter):
    counter.hand_out()
    with counter.house.transaction() as session:
        session.execute(update(Package).values(closed_at=NOON - 2 * YEAR))
        session.execute(update(PackageEvent).values(recorded_at=NOON - 2 * YEAR))
    with pytest.raises(TooEarly), counter.house.transaction() as session:
        erase(session, Order(counter.id, Part.EVERYTHING, ErasedWhy.DUE), now=NOON + timedelta(days=40))


@on_both
def test_a_delivery_voided_to_the_counter_is_collected_there(app, house, ports):
    wrong = Wrong(app, house, ports)
    wrong.void(to=Status.HELD_FOR_PICKUP)
    new = NewCollection(wrong.stored().id, wrong.office.id, wrong.first.id, BY_PAPER)
    with house.transaction() as session:
        assert hand_out(session, ports, new, now=NOON).missing == ()
    assert (wrong.stored().status, wrong.faults()) == (Status.DELIVERED, [])
    assert list(all_broken(house, ports)) == []
