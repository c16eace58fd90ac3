"""The package list: every package exactly once, in sight only, and never by reading a whole table."""

import random
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, event

from courier_app.db import Database
from courier_app.domain.packages import Status
from courier_app.models import Office, Package
from courier_app.queries.packages import (
    Wanted,
    count_overturned,
    counts,
    newer_packages,
    older_packages,
    package_with_alias,
    package_with_label,
    packages_named,
    packages_of_request,
)
from courier_app.queries.scopes import Scope
from courier_app.services.ports import Ports
from courier_app.services.recipients import Recipient, tokens_of
from tests.house import NOON, on_both
from tests.town import a_courier, a_package, an_office

COUNT = 70


@pytest.fixture
def office(house: Database, ports: Ports) -> Office:
    """Seventy packages, several of them registered in the same second."""
    chance = random.Random(1)
    with house.transaction() as session:
        office = an_office(session)
        for _ in range(COUNT):
            made = a_package(session, ports, office)
            made.package.registered_at = NOON - timedelta(seconds=chance.randrange(20))
    return office


@on_both
def test_walking_on_shows_every_package_exactly_once_while_new_ones_arrive(
    house: Database, ports: Ports, office: Office
) -> None:
    def arrive() -> None:
        with house.transaction() as other:
            a_package(other, ports, office).package.registered_at = NOON + timedelta(hours=1)

    seen = walked(house, office, arrive)
    assert len(seen) == len(set(seen)) == COUNT


def walked(house: Database, office: Office, between: Callable[[], None]) -> list[UUID]:
    """Each page in a session of its own, as the web reads them."""
    with house.reading() as session:
        page = older_packages(session, Scope(office.id), Wanted())
    seen = [row.id for row in page.rows]
    while page.older:
        between()
        with house.reading() as session:
            page = older_packages(session, Scope(office.id), Wanted(), than=page.older)
        seen += [row.id for row in page.rows]
    return seen


@on_both
def test_walking_back_shows_every_package_exactly_once_new_ones_included(
    house: Database, ports: Ports, office: Office
) -> None:
    with house.reading() as session:
        pages = [older_packages(session, Scope(office.id), Wanted())]
        while pages[-1].older:
            pages.append(older_packages(session, Scope(office.id), Wanted(), than=pages[-1].older))
    with house.transaction() as session:
        for _ in range(30):
            a_package(session, ports, office).package.registered_at = NOON + timedelta(hours=1)
    with house.reading() as session:
        page = pages[-1]
        back = [row.id for row in page.rows]
        while page.newer:
            page = newer_packages(session, Scope(office.id), Wanted(), than=page.newer)
            back = [row.id for row in page.rows] + back
    assert len(back) == len(set(back)) == COUNT + 30


def test_pages_are_newest_first_in_both_directions(house: Database, office: Office) -> None:
    with house.reading() as session:
        first = older_packages(session, Scope(office.id), Wanted())
        second = older_packages(session, Scope(office.id), Wanted(), than=first.older)
        assert second.newer
        again = newer_packages(session, Scope(office.id), Wanted(), than=second.newer)
    keys = [(row.registered_at, row.id) for row in first.rows + second.rows]
    assert keys == sorted(keys, reverse=True)
    assert again == first


def test_filters_narrow_the_list(house: Database, ports: Ports) -> None:
    with house.transaction() as session:
        office = an_office(session)
        courier = a_courier(session, office)
        a_package(session, ports, office)
        ready = a_package(session, ports, office, status=Status.READY, kind="KK")
        way = a_package(session, ports, office, status=Status.PICKED_UP, courier=courier)
        way.package.registered_at = NOON - timedelta(days=3)
    wanted = {
        ready.package.id: [
            Wanted(statuses=(Status.READY,)),
            Wanted(kind="KK"),
            Wanted(statuses=(Status.READY, Status.LOST), since=NOON),
        ],
        way.package.id: [Wanted(courier_id=courier.id), Wanted(until=NOON)],
    }
    with house.reading() as session:
        for package_id, filters in wanted.items():
            for one in filters:
                rows = older_packages(session, Scope(office.id), one).rows
                assert [row.id for row in rows] == [package_id]


def test_an_office_never_sees_another_s_packages(house: Database, ports: Ports, office: Office) -> None:
    with house.transaction() as session:
        other = an_office(session, region="33.18", name="Disdukcapil Kabupaten Pati")
        theirs = a_package(session, ports, other, request_number="470/1").package
    mine = Scope(office.id)
    with house.reading() as session:
        everybody = {office.id: set[bytes](), other.id: tokens_of(ports, other.id, "Siti")}
        assert older_packages(session, mine, Wanted(office_id=other.id)).rows == ()
        assert package_with_alias(session, mine, theirs.alias) is None
        assert package_with_label(session, mine, theirs.label_id) is None
        assert packages_of_request(session, mine, "470/1") == ()
        assert packages_named(session, mine, everybody) == ()
        assert package_with_alias(session, Scope(None), theirs.alias) == theirs.id


def test_all_words_of_a_name_must_be_there(house: Database, ports: Ports) -> None:
    with house.transaction() as session:
        office = an_office(session)
        for name in ("Siti Aminah", "Siti Rahayu", "Aminah"):
            a_package(session, ports, office, recipient=Recipient(name, "Jl. Melati 3, Rembang"))
    found = {}
    with house.reading() as session:
        for sought in ("siti", "AMINAH, Siti", "Hj. Aminah", "Budi"):
            tokens = {office.id: tokens_of(ports, office.id, sought)}
            found[sought] = len(packages_named(session, Scope(office.id), tokens))
    assert found == {"siti": 2, "AMINAH, Siti": 1, "Hj. Aminah": 2, "Budi": 0}


def test_counting_stops_a_little_above_a_thousand(
    house: Database, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("courier_app.queries.packages.COUNT_CAP", 10)
    with house.reading() as session:
        assert counts(session, Scope(office.id), [Status.REGISTERED])[Status.REGISTERED] == 11


class Plans:
    """Collects SQLite's plan of every statement that a block runs."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.steps = engine, list[str]()

    def __enter__(self) -> "Plans":
        event.listen(self.engine, "before_cursor_execute", self._explain)
        return self

    def __exit__(self, *_exc: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._explain)

    def _explain(self, _c: Any, cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        raw = cursor.connection.cursor()
        raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        self.steps += [row[3] for row in raw.fetchall()]

    @property
    def scanned(self) -> list[str]:
        """Steps that read a whole table of packages."""
        return [s for s in self.steps if s.startswith(("SCAN packages", "SCAN name_tokens"))]


WANTED = {
    "everything": (Wanted(), "office_registered"),
    "one status": (Wanted(statuses=(Status.READY,)), "office_status"),
    "several statuses": (Wanted(statuses=(Status.READY, Status.DELIVERED, Status.LOST)), "office_status"),
    "a kind": (Wanted(kind="KIA"), "office_kind"),
    "days": (Wanted(since=NOON - timedelta(days=9), until=NOON), "office_registered"),
    "a courier": (Wanted(courier_id=UUID(int=1)), "office_courier"),
    "found wrong": (Wanted(overturned=True), "office_overturned"),
}


@pytest.mark.parametrize(("wanted", "index"), WANTED.values(), ids=WANTED)
@pytest.mark.parametrize("everywhere", [False, True], ids=["one office", "all offices"])
def test_a_page_reads_along_the_index_made_for_it(
    house: Database, office: Office, wanted: Wanted, index: str, everywhere: bool
) -> None:
    scope = Scope(None if everywhere else office.id)
    with house.reading() as session:
        edge = older_packages(session, scope, Wanted()).older
        assert edge
        with Plans(house.engine) as plans:
            older_packages(session, scope, wanted)
            older_packages(session, scope, wanted, than=edge)
            newer_packages(session, scope, wanted, than=edge)
    runs = [step for step in plans.steps if "ix_packages" in step]
    assert runs
    assert [step for step in runs if f"ix_packages_{index} " not in step] == []
    assert plans.scanned == []


def test_searches_and_counts_read_along_an_index(house: Database, ports: Ports, office: Office) -> None:
    scope = Scope(office.id)
    with house.reading() as session, Plans(house.engine) as plans:
        package_with_alias(session, scope, "SX473124829ID")
        package_with_label(session, scope, "7K2M9QX4T1B8ZC3DA")
        packages_of_request(session, scope, "470/1")
        packages_named(session, scope, {office.id: tokens_of(ports, office.id, "Siti Aminah")})
        counts(session, scope, Status)
        count_overturned(session, scope, but=(Status.LOST, Status.RETURNED))
    assert plans.scanned == []
    used = " ".join(plans.steps)
    along = {f"ix_packages_office_{one}" for one in ("request", "status", "overturned")}
    assert along <= set(re.findall(r"ix_packages_\w+", used))
    assert "ix_packages_office_registered" not in used


def test_a_plan_that_reads_the_whole_table_would_be_noticed(house: Database, office: Office) -> None:
    with house.reading() as session, Plans(house.engine) as plans:
        session.execute(Package.__table__.select().where(Package.attempt == 7))
    assert plans.scanned
