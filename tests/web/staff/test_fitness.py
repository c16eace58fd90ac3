"""Handing over to a courier who has said today that he may not work, or has said nothing yet; never why."""

from datetime import timedelta
from uuid import uuid4

import pytest

from courier_app.domain.health import Mode, Shift
from courier_app.domain.packages import Status
from courier_app.domain.rulebooks import Rulebook
from courier_app.models import Package, ShiftDeclaration
from courier_app.services.ledger import append_leaf
from tests.editions import an_edition
from tests.house import NOON
from tests.web.staff.test_handovers import Town

REFUSED = "Kurir ini menyatakan tidak sehat hari ini."


@pytest.fixture
def town(app, house, ports):
    return Town(app, house, ports)


@pytest.fixture
def asking(town):
    """The region's rules ask for a declaration."""
    with town.house.transaction() as session:
        an_edition(session, town.office, Rulebook(shift=Shift(Mode.REQUIRED)))


def declare(town, *said, hours=1):
    """In this order, the last one `hours` ago."""
    with town.house.transaction() as session:
        for number, fit in enumerate(reversed(said)):
            at = NOON - timedelta(hours=hours, minutes=number)
            whose = {"courier_id": town.postman.id, "office_id": town.office.id}
            sealed = {"digest": bytes(32), "sent": b"", "acknowledgement": b""}
            facts = {"policy_id": "x", "policy_version": 1, "declared_at": at, "received_at": at, "fit": fit}
            index = append_leaf(session, b"shift")
            session.add(ShiftDeclaration(id=uuid4(), leaf_index=index, **whose, **facts, **sealed))


def status(town, package):
    with town.house.reading() as session:
        return session.get_one(Package, package.id).status


def test_who_is_not_fit_today_is_handed_nothing_and_the_officer_reads_why(town):
    declare(town, False)
    package = town.package()
    page = town.seen_after(package).text
    assert REFUSED in page
    assert status(town, package) is Status.READY


def test_the_last_word_of_the_day_counts(town):
    declare(town, False, True)
    package = town.package()
    town.hand_over(package)
    assert status(town, package) is Status.ASSIGNED


def test_a_word_of_yesterday_keeps_nobody_from_work(town):
    declare(town, False, hours=30)
    package = town.package()
    town.hand_over(package)
    assert status(town, package) is Status.ASSIGNED


def test_the_choice_of_couriers_says_who_is_not_fit(town):
    declare(town, False)
    assert "(menyatakan TIDAK SEHAT hari ini)" in town.desk.get("/petugas/serah-terima/baru").text


def test_who_has_said_nothing_where_it_is_asked_is_warned_of_and_gets_the_packages(town, asking):
    assert "(belum mengisi pernyataan sehat hari ini)" in town.desk.get("/petugas/serah-terima/baru").text
    package = town.package()
    assert "belum mengisi pernyataan sehat hari ini" in town.seen_after(package).text
    assert status(town, package) is Status.ASSIGNED


def test_nobody_is_warned_of_where_nothing_is_asked(town):
    assert "belum mengisi pernyataan" not in town.desk.get("/petugas/serah-terima/baru").text


def test_who_changed_his_word_today_is_counted_for_the_office(town):
    declare(town, False, True)
    page = town.desk.get("/petugas/kurir").text
    assert "1 kurir mengubah pernyataannya hari ini" in page
    assert "tadi belum sehat" in page


def test_who_is_fit_all_day_has_changed_nothing(town):
    declare(town, True, True)
    assert "mengubah pernyataannya" not in town.desk.get("/petugas/kurir").text
