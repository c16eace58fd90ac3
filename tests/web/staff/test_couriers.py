"""Couriers and their phones at the desk: who carries what, and a lost phone that opens nothing any more."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from courier_app.domain.packages import Status
from courier_app.models import Device, Handover, LoginSession, Revocation, Role, ServerRecord, User
from tests.house import NOON, on_both
from tests.town import a_courier, a_user
from tests.web.staff.case import CaseTown
from tests.web.staff.reading import is_said_at


class Town(CaseTown):
    """With an officer at a desk, too."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.office_desk = self.desk_of(Role.OFFICER)


@pytest.fixture
def town(app, house, ports):
    return Town(app, house, ports)


def page_of(town, courier):
    return town.office_desk.get(f"/petugas/kurir/{courier.id}").text


def device_of(town, courier):
    with town.house.reading() as session:
        return session.scalars(select(Device).where(Device.courier_id == courier.id)).one()


def revoke(town, courier, device, *, reason="lost", desk=None):
    form = {"ponsel": str(device.id), "alasan": reason}
    return (desk or town.office_desk).post(f"/petugas/kurir/{courier.id}/cabut", **form)


def a_driver(town, **times):
    with town.house.transaction() as session:
        driver = a_courier(session, town.office, user_id=None, partner_code="gojek", name="Agus Ojol")
        officer = a_user(session, office=town.office)
        facts = {"office_id": town.office.id, "officer_id": officer.id, "courier_id": driver.id}
        ends = {"created_at": NOON, "claimed_at": NOON, "expires_at": NOON + timedelta(hours=8)} | times
        session.add(Handover(id=uuid4(), partner_code="gojek", **facts, **ends))
    return driver


def test_the_list_names_partner_packages_and_phones(town):
    town.package()
    page = town.office_desk.get("/petugas/kurir").text
    for words in ("Budi Santoso", "Pos Indonesia", "terdaftar 23 Nov 2026"):
        assert words in page


def test_a_driver_is_listed_while_on_a_trip_and_while_he_carries_something(town):
    running = a_driver(town)
    over = a_driver(town, expires_at=NOON - timedelta(minutes=1))
    page = town.office_desk.get("/petugas/kurir").text
    assert (str(running.id) in page, str(over.id) in page) == (True, False)
    town.package(courier=over, status=Status.PICKED_UP)
    assert str(over.id) in town.office_desk.get("/petugas/kurir").text


def test_the_page_tells_when_a_phone_came_and_when_it_last_proved_something(town):
    assert "belum mengirim bukti" in page_of(town, town.postman)
    town.proof()
    page = page_of(town, town.postman)
    assert f"{town.phone.key.kid[:8]}…" in page
    assert "belum mengirim bukti" not in page


@on_both
def test_a_revoked_phone_opens_nothing_and_the_ledger_says_who_and_why(town):
    device = device_of(town, town.postman)
    assert revoke(town, town.postman, device).status_code == 303
    assert device_of(town, town.postman).revoked_at == NOON
    with town.house.reading() as session:
        (record,) = session.scalars(select(ServerRecord.record)).all()
        assert session.scalars(select(LoginSession).where(LoginSession.courier_id.is_not(None))).all() == []
        assert session.scalars(select(Revocation.reason)).one() == "lost"
    told = json.loads(record)
    assert (told["t"], told["reason"], told["device"]) == ("key-revoke", "lost", str(device.id))


def test_the_page_says_who_revoked_it_and_offers_it_no_more(town):
    revoke(town, town.postman, device_of(town, town.postman), reason="replaced")
    page = page_of(town, town.postman)
    for words in ("dicabut", "Rina Petugas", "Ganti ponsel, rusak, atau direset"):
        assert words in page
    assert "Ya, cabut ponsel ini" not in page


def test_what_becomes_of_proofs_that_were_not_sent_is_said_before(town):
    assert "Bukti yang masih di ponsel itu tidak dibuang" in page_of(town, town.postman)


def test_a_proof_from_a_revoked_phone_waits_for_a_verdict(town):
    frozen = town.phone.freeze(town.package())
    device = device_of(town, town.postman)
    with town.house.transaction() as session:
        session.get(Device, device.id).revoked_at = NOON
    assert town.phone.send(frozen).status_code == 201
    assert "Simpan putusan" in town.page(frozen)


def test_pressing_twice_revokes_once(town):
    device = device_of(town, town.postman)
    assert [revoke(town, town.postman, device).status_code for _ in range(2)] == [303, 303]
    with town.house.reading() as session:
        assert len(session.scalars(select(ServerRecord)).all()) == 1


@pytest.mark.parametrize("reason", ["", "because"])
def test_without_a_reason_of_ours_nothing_is_revoked(town, reason):
    device = device_of(town, town.postman)
    answer = revoke(town, town.postman, device, reason=reason)
    assert "Ponsel belum dicabut" in town.office_desk.get(answer.location).text
    assert device_of(town, town.postman).revoked_at is None


def test_another_couriers_phone_is_not_revoked_on_this_page(town):
    other = a_driver(town)
    assert revoke(town, other, device_of(town, town.postman)).status_code == 403
    assert device_of(town, town.postman).revoked_at is None


def test_another_office_finds_neither_courier_nor_phone(town):
    other = town.desk_of(Role.OFFICER, elsewhere=True)
    assert other.get(f"/petugas/kurir/{town.postman.id}").status_code == 404
    assert "Budi Santoso" not in other.get("/petugas/kurir").text
    assert revoke(town, town.postman, device_of(town, town.postman), desk=other).status_code == 404


def test_a_running_trip_can_be_ended_from_the_drivers_page(town):
    driver = a_driver(town)
    page = page_of(town, driver)
    with town.house.reading() as session:
        trip = session.scalars(select(Handover).where(Handover.courier_id == driver.id)).one()
    assert f'action="/petugas/serah-terima/{trip.id}/tarik"' in page
    town.office_desk.post(f"/petugas/serah-terima/{trip.id}/tarik")
    assert "Akhiri perjalanan" not in page_of(town, driver)


def test_who_lost_his_account_is_shown_as_such(town):
    with town.house.transaction() as session:
        session.get(User, town.postman.user_id).closed_at = NOON
    assert "Akun ditutup" in town.office_desk.get("/petugas/kurir").text


def test_a_phone_is_not_revoked_without_a_reason_and_the_field_says_so(town):
    device = device_of(town, town.postman)
    answer = revoke(town, town.postman, device, reason="")
    page = town.office_desk.get(answer.location).text
    assert is_said_at(page, f"alasan-{device.id}", "Pilih alasannya dulu. Ponsel belum dicabut.")
