"""The courier on a case's page: asked by itself, or to be telephoned, with a number that is opened for a reason."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from courier_app.models import Answer, Courier, Handover, Package, Role
from courier_app.services.claims import Word, state_receipt
from courier_app.services.disputes import open_case_of
from tests.house import NOON
from tests.town import a_courier
from tests.web.staff.case import CaseTown

PHONE = "0812-0000-0722"


@pytest.fixture
def town(app, house, ports):
    return CaseTown(app, house, ports)


@pytest.fixture
def case(town):
    """Of a postman's delivery."""
    package_id = town.row(town.proof()).package_id
    with town.house.transaction() as session:
        session.execute(update(Courier).values(phone=PHONE))
        state_receipt(session, town.ports, package_id, Word(Answer.NOT_RECEIVED), now=NOON)
        found = open_case_of(session, package_id)
        assert found
        return found.id


@pytest.fixture
def driver(town, case):
    """He had no account, and one trip."""
    with town.house.transaction() as session:
        session.execute(update(Courier).values(user_id=None, plate="AD 0000 XA"))
    return case


def trip(town, *, hours):
    with town.house.transaction() as session:
        times = {"created_at": NOON, "claimed_at": NOON, "expires_at": NOON + timedelta(hours=hours)}
        whose = {"office_id": town.office.id, "officer_id": town.auditor.id, "courier_id": town.postman.id}
        session.add(Handover(partner_code="gojek", **whose, **times))


@pytest.fixture
def officer(town):
    return town.desk_of(Role.OFFICER)


def page(desk, case):
    return desk.get(f"/petugas/sanggahan/{case}").text


def show(desk, case, **form):
    return desk.send(f"/petugas/sanggahan/{case}/telepon", **form)


def test_a_postman_waits_to_answer_in_his_app(officer, case):
    assert "Menunggu jawaban kurir" in page(officer, case)
    assert "Telepon pengemudi" not in page(officer, case)


def test_a_driver_whose_trip_is_over_is_to_be_telephoned(town, officer, driver):
    trip(town, hours=-1)
    found = page(officer, driver)
    assert "Telepon pengemudi" in found
    assert "Menunggu jawaban kurir" not in found
    assert 'value="call" checked' in found


def test_a_driver_on_his_trip_still_reads_the_question(town, officer, driver):
    trip(town, hours=2)
    assert "Menunggu jawaban kurir" in page(officer, driver)


def test_what_he_said_on_the_telephone_is_taken_down_and_ends_the_task(town, officer, driver):
    said = {"jenis": "call", "ingatan": "to_family", "isi": "Diserahkan kepada istri penerima."}
    officer.send(f"/petugas/sanggahan/{driver}/catatan", **said)
    assert "Telepon pengemudi" not in page(officer, driver)


def test_the_number_is_masked_until_it_is_opened_for_a_reason(town, officer, driver):
    assert PHONE not in page(officer, driver)
    assert f'<a href="tel:{PHONE}">' in show(officer, driver, **{"reveal-reason": "dispute"}).text
    assert "courier_phone" in [what for what, _, _ in town.looks()]


def test_a_postmans_number_stands_there_as_on_the_packages_page(town, officer, case):
    assert f'<a href="tel:{PHONE}">' in page(officer, case)
    assert "Tampilkan nomor telepon" not in page(officer, case)


def test_without_a_reason_no_number_and_no_look(town, officer, driver):
    answer = show(officer, driver)
    assert (answer.status_code, PHONE in answer.text) == (422, False)
    assert "courier_phone" not in [what for what, _, _ in town.looks()]


def test_the_list_names_whom_to_telephone(officer, driver):
    assert "Telepon pengemudi" in officer.get("/petugas/sanggahan").text


def test_a_couriers_page_counts_the_cases_of_what_he_brought_not_of_what_he_holds(town, officer, case):
    with town.house.transaction() as session:
        other = a_courier(session, town.office, name="Joko Kurir")
        session.execute(update(Package).values(courier_id=other.id))
    pages = [officer.get(f"/petugas/kurir/{one.id}").text for one in (town.postman, other)]
    assert [page.partition("<dt>Sanggahan terbuka</dt><dd>")[2][0] for page in pages] == ["1", "0"]
