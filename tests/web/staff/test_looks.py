"""The access log: auditors read who looked at what, when and why; of their own office alone."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from courier_app.domain.looks import RevealWhy
from courier_app.models import PackageKey, Role
from courier_app.services.looks import Sight, What, record_look, seal_words
from courier_app.services.moves import Actor
from tests.house import NOON, on_both
from tests.town import a_package, a_user, an_office
from tests.web.staff.case import CaseTown

LOG = "/petugas/pembukaan"


@pytest.fixture
def town(app, house, ports):
    return CaseTown(app, house, ports)


def look(town, package, who, *, times=1, what=What.RECIPIENT, reason=None, words=None, after=timedelta()):
    with town.house.transaction() as session:
        sealed = seal_words(session, town.ports, package.id, words) if words else None
        sight = Sight(what, package.id, reason=reason, words=sealed)
        for number in range(times):
            now = NOON + after + timedelta(seconds=number)
            record_look(session, sight, by=Actor(user_id=who.id), now=now)


@pytest.fixture
def officer(town):
    with town.house.transaction() as session:
        return a_user(session, office=town.office, name="Rina Petugas")


@on_both
def test_an_auditor_reads_who_looked_at_what_when_and_why(town, officer):
    package = town.package()
    look(town, package, officer, reason=RevealWhy.ADDRESS, words="kurir menelepon dari jalan")
    page = town.desk.get(LOG).text
    for words in (
        "Rina Petugas",
        "Membuka data penerima",
        "12.00",
        "Membantu kurir",
        "kurir menelepon dari jalan",
    ):
        assert words in page


@on_both
def test_the_log_is_filtered_by_person_kind_reason_and_day(town, officer):
    package = town.package()
    look(town, package, officer, what=What.PHOTO)
    for query, there in {
        f"orang={officer.id}": True,
        f"orang={town.auditor.id}": False,
        "apa=photo": True,
        "apa=signature": False,
        "sengaja=1": False,
        "dari=2026-11-23": True,
        "dari=2026-11-24": False,
        "sampai=2026-11-22": False,
        "apa=%27&orang=x&dari=kemarin": True,
    }.items():
        assert ("<span>Membuka foto bukti</span></td>" in town.desk.get(f"{LOG}?{query}").text) is there, (
            query
        )


@on_both
def test_a_long_log_is_paged_without_gaps(town, officer):
    look(town, town.package(), officer, times=120)
    seen, address = 0, LOG
    for _page in range(3):
        page = town.desk.get(address).text
        seen += page.count("<time")
        older = page.rpartition('rel="next" href="')[2].partition('"')[0]
        address = older.replace("&amp;", "&")
    assert seen == 120


def test_another_offices_looks_are_not_there(town, officer):
    with town.house.transaction() as session:
        there = an_office(session, region="33.18", name="Pati")
        package = a_package(session, town.ports, there).package
        stranger = a_user(session, office=there, name="Orang Pati")
    look(town, package, stranger)
    page = town.desk.get(LOG).text
    assert "Orang Pati" not in page
    assert "Belum ada yang membuka data" in page


@pytest.mark.parametrize(("times", "told"), [(9, False), (10, True)])
@pytest.mark.parametrize("role", [Role.DPO, Role.ADMIN])
def test_ten_within_an_hour_are_told_to_those_who_answer_for_it(town, officer, times, told, role):
    look(town, town.package(), officer, times=times, reason=RevealWhy.OTHER)
    desk = town.desk_of(role)
    assert ("Pembukaan yang tidak biasa banyak" in desk.get(LOG).text) is told
    assert ("orang membuka tidak biasa banyak" in desk.get("/petugas/").text) is told


def test_looks_without_a_reason_raise_no_alarm(town, officer):
    look(town, town.package(), officer, times=40, what=What.LABEL_WITH_ADDRESS)
    assert "tidak biasa banyak" not in town.desk_of(Role.DPO).get(LOG).text


def test_a_reason_of_an_erased_package_cannot_be_read_any_more(town, officer):
    look(town, town.package(), officer, reason=RevealWhy.OTHER, words="rahasia")
    with town.house.transaction() as session:
        session.execute(delete(PackageKey))
    page = town.desk.get(LOG).text
    assert "rahasia" not in page
    assert "Alasan lain" in page
