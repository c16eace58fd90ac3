"""The access log: nobody changes, removes or adds a look of an hour that the ledger remembers, unnoticed."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, update

from courier_app.models import Look, LookRoot, ServerRecord
from courier_app.publisher import root_looks
from courier_app.services.ledger_audit import Wrong, faults_in
from courier_app.services.looks import Sight, What, record_look
from courier_app.services.moves import Actor
from tests.house import NOON, on_both
from tests.town import a_package, a_user, an_office

LATER = NOON + timedelta(hours=1, minutes=6)


@pytest.fixture
def desk(house, ports):
    """Five looks in one hour, and its root in the ledger."""
    with house.transaction() as session:
        office = an_office(session)
        package, officer = a_package(session, ports, office).package, a_user(session, office=office)
        for minute in range(5):
            sight = Sight(What.RECIPIENT, package.id)
            record_look(session, sight, by=Actor(user_id=officer.id), now=NOON + timedelta(minutes=minute))
    root_looks(house, now=LATER)
    return package, officer


def faults(house, ports):
    with house.reading() as session:
        return list(faults_in(session, ports.log_key))


def change(house, statement):
    with house.transaction() as session:
        session.execute(statement)


def roots(house):
    with house.reading() as session:
        return session.scalars(select(LookRoot.until).order_by(LookRoot.until)).all()


def a_row(house):
    with house.reading() as session:
        return session.scalars(select(Look).order_by(Look.at).offset(2)).first()


@on_both
def test_an_honest_access_log_has_no_fault(house, ports, desk):
    assert faults(house, ports) == []


@on_both
@pytest.mark.parametrize(
    "changed",
    [{"what": "thumbnail"}, {"user_id": None}, {"at": NOON}, {"reason": "other"}, {"office_id": None}],
)
def test_a_changed_look_is_noticed(house, ports, desk, changed):
    change(house, update(Look).where(Look.id == a_row(house).id).values(**changed))
    assert [fault.wrong for fault in faults(house, ports)] == [Wrong.LOOKS]


@on_both
def test_a_removed_look_is_noticed(house, ports, desk):
    change(house, delete(Look).where(Look.id == a_row(house).id))
    assert [fault.wrong for fault in faults(house, ports)] == [Wrong.LOOKS]


@on_both
def test_a_look_put_in_afterwards_is_noticed(house, ports, desk):
    package, officer = desk
    with house.transaction() as session:
        record_look(session, Sight(What.PHOTO, package.id), by=Actor(user_id=officer.id), now=NOON)
    assert [fault.wrong for fault in faults(house, ports)] == [Wrong.LOOKS]


@on_both
def test_a_look_put_into_a_quiet_hour_is_noticed_too(house, ports, desk):
    package, officer = desk
    root_looks(house, now=LATER + timedelta(hours=3))
    with house.transaction() as session:
        sight = Sight(What.PHOTO, package.id)
        record_look(session, sight, by=Actor(user_id=officer.id), now=LATER + timedelta(hours=1))
    assert [fault.wrong for fault in faults(house, ports)] == [Wrong.LOOKS]


def test_whoever_removes_the_root_with_the_looks_is_noticed(house, ports, desk):
    change(house, delete(LookRoot))
    change(house, delete(Look))
    assert {fault.wrong for fault in faults(house, ports)} == {Wrong.LOOKS}


def test_a_root_that_nobody_logged_is_noticed(house, ports, desk):
    with house.reading() as session:
        index = session.scalar(select(ServerRecord.leaf_index).limit(1))
    change(house, delete(LookRoot))
    change(house, insert(LookRoot).values(until=LATER, leaf_index=index))
    assert Wrong.LOOKS in {fault.wrong for fault in faults(house, ports)}


@on_both
def test_each_hour_is_rooted_once_and_only_when_it_has_settled(house, desk):
    for minutes in (0, 1, 58, 59, 60, 120):
        root_looks(house, now=LATER + timedelta(minutes=minutes))
    assert [at - NOON for at in roots(house)] == [timedelta(hours=hour) for hour in (1, 2, 3)]


def test_an_hour_without_a_look_says_so_and_a_night_without_a_server_is_one_span(house, ports, desk):
    root_looks(house, now=LATER + timedelta(hours=9))
    assert [at - NOON for at in roots(house)] == [timedelta(hours=hour) for hour in (1, 10)]
    assert faults(house, ports) == []


def test_a_house_where_nobody_ever_looked_has_no_root(house):
    root_looks(house, now=LATER)
    assert roots(house) == []


def test_a_look_that_is_not_rooted_yet_is_not_judged(house, ports, desk):
    package, officer = desk
    with house.transaction() as session:
        record_look(session, Sight(What.PHOTO, package.id), by=Actor(user_id=officer.id), now=LATER)
    assert faults(house, ports) == []
