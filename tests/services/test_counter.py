"""Packages at the office's counter: put there, kept longer, sent again, and every step of it on record."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from courier_app.domain.counter import Longer
from courier_app.domain.exchange import OldCard
from courier_app.domain.packages import Status
from courier_app.domain.refusals import Invalid, UnknownPackage, WrongStatus
from courier_app.domain.retries import FromCounter
from courier_app.domain.rulebooks import NATIONAL
from courier_app.models import CounterStay, Package, PackageEvent, Role, ServerRecord
from courier_app.queries.attention import Moments, counts
from courier_app.queries.counter import stays_of, waiting_at_counter
from courier_app.queries.scopes import Scope
from courier_app.services.counter import NewStay, end_at_office, wait_at_counter, wait_longer
from courier_app.services.decision_audit import rows_that_differ
from courier_app.services.moves import Actor, walk
from courier_app.services.returns import NewCount, count_in
from courier_app.services.rulebooks import DraftInHand, begin_draft, publish, save_draft
from courier_app.services.send_again import GoingOut, send_again, whys_of
from tests.house import NOON, on_both
from tests.services.test_voids import Wrong
from tests.town import a_courier, a_package, a_user, an_office

LAST_DAY = datetime(2026, 11, 30, 16, 59, 59, tzinfo=UTC)  # the end of the seventh day in Semarang


class Office:
    """An office whose courier brings home what nobody took."""

    def __init__(self, house, ports):
        self.house, self.ports = house, ports
        with house.transaction() as session:
            self.office = an_office(session)
            self.officer, self.courier = a_user(session, office=self.office), a_courier(session, self.office)

    def brought_home(self, **said):
        facts = {"status": Status.OUT_FOR_DELIVERY, "courier": self.courier} | said
        with self.house.transaction() as session:
            package = a_package(session, self.ports, self.office, **facts).package
            walk(session, package, (Status.RETURNING,), by=Actor(), at=(NOON, NOON))
            count_in(session, NewCount(*self.whose(package)), now=NOON)
        return package

    def whose(self, *packages):
        return self.office.id, self.officer.id, frozenset(one.id for one in packages)

    def put(self, *packages, now=NOON):
        with self.house.transaction() as session:
            return wait_at_counter(session, NewStay(*self.whose(*packages)), now=now)

    def waiting(self, **said):
        package = self.brought_home(**said)
        self.put(package)
        return package

    def longer(self, package, *, now=NOON):
        with self.house.transaction() as session:
            stay = NewStay(*self.whose(package))
            return wait_longer(session, stay, Longer.CITIZEN_ASKED, now=now)

    def send(self, package, why=FromCounter.CITIZEN_ASKED):
        with self.house.transaction() as session:
            return send_again(session, self.ports, GoingOut(package.id, self.officer.id, why), now=NOON)

    def in_force(self, **rules):
        """The region's own edition."""
        with self.house.transaction() as session:
            admin = a_user(session, Role.ADMIN, office=self.office)
            begin_draft(session, "33.17", by=admin.id, now=NOON)
            save_draft(session, DraftInHand("33.17", admin.id, 1), replace(NATIONAL, **rules), now=NOON)
            publish(session, DraftInHand("33.17", admin.id, 2), NOON, now=NOON)

    def stored(self, package):
        with self.house.reading() as session:
            return session.get_one(Package, package.id)

    def listed(self, now=NOON):
        with self.house.reading() as session:
            return waiting_at_counter(session, Scope(self.office.id), now=now)

    def faults(self):
        with self.house.reading() as session:
            return list(rows_that_differ(session))

    def records(self):
        with self.house.reading() as session:
            told = [json.loads(one) for one in session.scalars(select(ServerRecord.record))]
        return [record for record in told if record["t"] == "counter"]


@pytest.fixture
def office(house, ports):
    return Office(house, ports)


@on_both
def test_what_was_counted_in_waits_as_many_days_as_the_rules_say(office):
    package = office.brought_home()
    assert office.put(package).until == LAST_DAY
    stored = office.stored(package)
    assert (stored.status, stored.held_until, stored.closed_at) == (Status.HELD_FOR_PICKUP, LAST_DAY, None)
    assert office.faults() == []


def test_a_region_that_keeps_it_for_fewer_days_is_heard(office):
    office.in_force(hold_days=3)
    with office.house.reading() as session:
        assert end_at_office(session, office.office.id, now=NOON) == LAST_DAY - timedelta(days=4)


@on_both
def test_one_leaf_tells_of_all_that_were_put_there_together(office):
    packages = [office.brought_home() for _ in range(2)]
    office.put(*packages)
    (record,) = office.records()
    assert record["packages"] == sorted(str(one.id) for one in packages)
    assert (record["user"], record["longer"]) == (str(office.officer.id), None)


def test_no_courier_has_it_any_more(office):
    assert office.stored(office.waiting()).courier_id is None


def test_who_still_has_its_old_card_stays_answerable_for_that(office):
    package = office.brought_home()
    with office.house.transaction() as session:
        session.get_one(Package, package.id).old_card = OldCard.COLLECTED
    office.put(package)
    assert office.stored(package).courier_id == office.courier.id


def test_what_never_left_may_wait_there_too(office, ports):
    with office.house.transaction() as session:
        ready = a_package(session, ports, office.office, status=Status.READY).package
    office.put(ready)
    assert office.stored(ready).status is Status.HELD_FOR_PICKUP


def test_what_a_courier_has_does_not_wait_at_the_counter(office, ports):
    with office.house.transaction() as session:
        out = {"status": Status.OUT_FOR_DELIVERY, "courier": office.courier}
        package = a_package(session, ports, office.office, **out).package
    with pytest.raises(WrongStatus) as refused:
        office.put(package)
    assert refused.value.members == {"packages": [package.alias]}


def test_another_offices_package_is_unknown(office, ports):
    with office.house.transaction() as session:
        other = an_office(session, region="33.18", name="Disdukcapil Kabupaten Pati")
        theirs = a_package(session, ports, other, status=Status.READY).package
    with pytest.raises(UnknownPackage):
        office.put(theirs)


def test_nothing_at_all_is_refused(office):
    with pytest.raises(Invalid):
        office.put()


@on_both
def test_it_is_kept_longer_for_a_reason_from_that_day_on(office):
    package, later = office.waiting(), NOON + timedelta(days=5)
    office.longer(package, now=later)
    assert office.stored(package).held_until == LAST_DAY + timedelta(days=5)
    with office.house.reading() as session:
        told = [stay.longer for stay in stays_of(session, package.id)]
    assert (told, office.faults()) == ([None, Longer.CITIZEN_ASKED], [])


@on_both
def test_keeping_it_longer_never_makes_it_shorter(office):
    package = office.waiting()
    office.in_force(hold_days=3)
    assert office.longer(package, now=NOON + timedelta(days=1)).until == LAST_DAY
    assert (office.stored(package).held_until, office.faults()) == (LAST_DAY, [])


def test_only_what_waits_is_kept_longer(office):
    with pytest.raises(WrongStatus):
        office.longer(office.brought_home())


@on_both
def test_it_goes_out_again_for_a_reason_and_waits_for_nobody_then(office):
    package = office.waiting()
    office.send(package)
    stored = office.stored(package)
    assert (stored.status, stored.held_until) == (Status.READY, None)
    assert office.faults() == []


@on_both
def test_what_was_put_there_by_mistake_goes_out_again_and_says_so(office):
    package = office.waiting()
    office.send(package, why=FromCounter.PUT_BY_MISTAKE)
    with office.house.reading() as session:
        assert whys_of(session, package.id) == {NOON: FromCounter.PUT_BY_MISTAKE}
    assert office.faults() == []


def test_without_a_reason_it_does_not_go_out_again(office):
    package = office.waiting()
    with pytest.raises(Invalid):
        office.send(package, why=None)


@on_both
def test_whose_days_are_over_stands_first_and_is_counted(office):
    fresh, old = office.brought_home(), office.waiting()
    now = NOON + timedelta(days=8)
    office.put(fresh, now=now)
    assert [(row.id, row.past) for row in office.listed(now)] == [(old.id, True), (fresh.id, False)]
    with office.house.reading() as session:
        assert counts(session, Scope(office.office.id), {"kept"}, at=Moments(now, now, now)) == {"kept": 1}


def test_nothing_happens_by_itself_when_its_days_are_over(office):
    package = office.waiting()
    assert office.listed(NOON + timedelta(days=60))[0].past
    assert office.stored(package).status is Status.HELD_FOR_PICKUP


CHANGED = {
    "kept until another day": update(CounterStay).values(until=LAST_DAY + timedelta(days=1)),
    "another day on the package": update(Package).values(held_until=LAST_DAY + timedelta(days=9)),
    "no day on the package": update(Package).values(held_until=None),
    "longer for a reason that nobody gave": update(CounterStay).values(longer=Longer.PAPERS),
    "the act gone": delete(CounterStay),
    "the step gone": delete(PackageEvent).where(PackageEvent.status == Status.HELD_FOR_PICKUP),
}


@on_both
@pytest.mark.parametrize("statement", CHANGED.values(), ids=CHANGED)
def test_a_changed_row_is_named(office, statement):
    office.waiting()
    with office.house.transaction() as session:
        session.execute(statement)
    assert office.faults()


def test_a_step_to_the_counter_that_nobody_took_is_named(office):
    package = office.brought_home()
    with office.house.transaction() as session:
        row = session.get_one(Package, package.id)
        walk(session, row, (Status.HELD_FOR_PICKUP,), by=Actor(office.officer.id), at=(NOON, NOON))
    assert office.faults()


@on_both
def test_a_voided_delivery_stands_in_the_list_and_goes_out_again_without_being_counted_in(app, house, ports):
    wrong = Wrong(app, house, ports)
    wrong.void(to=Status.HELD_FOR_PICKUP)
    with house.transaction() as session:
        rows = waiting_at_counter(session, Scope(wrong.office.id), now=NOON)
        assert [(row.id, row.until) for row in rows] == [(wrong.stored().id, LAST_DAY)]
        going = GoingOut(wrong.stored().id, wrong.first.id, FromCounter.OFFICE_DECIDED)
        send_again(session, ports, going, now=NOON)
    assert (wrong.stored().status, wrong.faults()) == (Status.READY, [])


@on_both
def test_a_delivery_that_was_voided_to_the_counter_before_there_were_days_is_no_fault(
    app, house, ports, monkeypatch
):
    wrong = Wrong(app, house, ports)
    monkeypatch.setattr("courier_app.services.voids.note_stay", lambda *_said, **_more: None)
    wrong.void(to=Status.HELD_FOR_PICKUP)
    assert (wrong.stored().held_until, wrong.faults()) == (None, [])


@on_both
def test_an_act_beside_a_void_that_is_gone_is_named(app, house, ports):
    wrong = Wrong(app, house, ports)
    wrong.void(to=Status.HELD_FOR_PICKUP)
    with house.transaction() as session:
        session.execute(delete(CounterStay))
        session.execute(update(Package).values(held_until=None))
    assert wrong.faults()
