"""Counting envelopes back in: what becomes of them, what is on record, and what cannot come back."""

import json
from uuid import uuid4

import pytest
from sqlalchemy import select

from courier_app.domain.packages import Status
from courier_app.domain.refusals import Invalid, UnknownPackage, WrongStatus
from courier_app.models import Leaf, Package, PackageEvent, ServerRecord
from courier_app.services.moves import Actor, walk
from courier_app.services.returns import MOST, NewCount, count_in
from tests.house import NOON, on_both
from tests.town import a_courier, a_package, a_user, an_office


class Desk:
    def __init__(self, house, ports):
        self.house, self.ports = house, ports
        with house.transaction() as session:
            self.office = an_office(session)
            self.officer, self.courier = a_user(session, office=self.office), a_courier(session, self.office)

    def on_the_way(self, *, back=True, **said):
        facts = {"status": Status.OUT_FOR_DELIVERY, "courier": self.courier} | said
        with self.house.transaction() as session:
            package = a_package(session, self.ports, self.office, **facts).package
            if back:
                by = Actor(courier_id=self.courier.id)
                walk(session, package, (Status.RETURNING,), by=by, at=(NOON, NOON))
        return package

    def count(self, *packages):
        new = NewCount(self.office.id, self.officer.id, frozenset(one.id for one in packages))
        with self.house.transaction() as session:
            return count_in(session, new, now=NOON)

    def status(self, package):
        with self.house.reading() as session:
            return session.get(Package, package.id).status

    def leaves(self):
        with self.house.reading() as session:
            entries = session.execute(select(Leaf.entry, ServerRecord.record).join(ServerRecord)).all()
        told = [(json.loads(entry), json.loads(record)) for entry, record in entries]
        return [(entry, record) for entry, record in told if entry["t"] == "counted-in"]


@pytest.fixture
def desk(house, ports):
    return Desk(house, ports)


@on_both
def test_counted_envelopes_are_back_and_one_leaf_says_so(desk):
    packages = [desk.on_the_way() for _ in range(3)]
    assert set(desk.count(*packages)) == {one.alias for one in packages}
    assert {desk.status(one) for one in packages} == {Status.RETURNED}
    ((entry, record),) = desk.leaves()
    assert set(entry) == {"mh", "t", "ts", "v"}
    assert set(record["packages"]) == {str(one.id) for one in packages}


def test_the_history_names_the_officer(desk):
    package = desk.on_the_way()
    desk.count(package)
    with desk.house.reading() as session:
        last = session.scalars(select(PackageEvent).order_by(PackageEvent.id.desc())).first()
    assert (last.status, last.user_id) == (Status.RETURNED, desk.officer.id)


def test_who_holds_the_envelope_needs_no_word_of_the_courier(desk):
    package = desk.on_the_way(back=False)
    desk.count(package)
    with desk.house.reading() as session:
        steps = session.scalars(select(PackageEvent.status).order_by(PackageEvent.id)).all()
    assert steps[-2:] == [Status.RETURNING, Status.RETURNED]


def test_counting_twice_is_counting_once(desk):
    package = desk.on_the_way()
    desk.count(package)
    assert desk.count(package) == ()
    assert len(desk.leaves()) == 1


@pytest.mark.parametrize("status", [Status.REGISTERED, Status.READY, Status.ASSIGNED, Status.CANCELLED])
def test_what_never_left_cannot_come_back_and_holds_the_others_up(desk, status):
    package, other = desk.on_the_way(back=False, status=status), desk.on_the_way()
    with pytest.raises(WrongStatus) as no:
        desk.count(package, other)
    assert no.value.members == {"packages": [package.alias]}
    assert desk.status(other) is Status.RETURNING
    assert desk.leaves() == []


def test_another_offices_envelope_is_unknown(desk):
    with desk.house.transaction() as session:
        there = an_office(session, region="33.18")
    package = desk.on_the_way()
    new = NewCount(there.id, desk.officer.id, frozenset({package.id}))
    with desk.house.transaction() as session, pytest.raises(UnknownPackage):
        count_in(session, new, now=NOON)


@pytest.mark.parametrize("count", [0, MOST + 1])
def test_none_and_too_many_are_no_count(desk, count):
    new = NewCount(desk.office.id, desk.officer.id, frozenset(uuid4() for _ in range(count)))
    with desk.house.transaction() as session, pytest.raises(Invalid):
        count_in(session, new, now=NOON)
