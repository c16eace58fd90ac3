"""Implausible times on the auditor's page, from a real phone's proof to the sentence."""

from datetime import timedelta
from uuid import uuid4

import pytest

from courier_app.domain.packages import Status
from courier_app.models import Handover, Package
from tests.house import NOON, on_both
from tests.phone import AT_HOME, Phone
from tests.town import a_courier, a_user
from tests.web.staff.case import CaseTown

EARLY = "Waktunya sebelum paket diserahkan kepada kurir."
LATE = "Waktunya sesudah perjalanan pengemudi berakhir."
OLD = "Lokasinya tidak diambil saat bukti dibuat"


@pytest.fixture
def town(app, house, ports):
    return CaseTown(app, house, ports)


def handed(town, courier, **times):
    with town.house.transaction() as session:
        officer = a_user(session, office=town.office)
        facts = {"office_id": town.office.id, "officer_id": officer.id, "courier_id": courier.id}
        handover = Handover(id=uuid4(), partner_code=courier.partner_code, **facts, **times)
        session.add(handover)
    package = town.package(status=Status.PICKED_UP, courier=courier)
    with town.house.transaction() as session:
        session.get(Package, package.id).handover_id = handover.id
    return handover, package


def written(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


@on_both
def test_a_proof_older_than_its_handover_is_kept_and_flagged(town):
    _, package = handed(town, town.postman, created_at=NOON - timedelta(hours=1))
    frozen = town.phone.freeze(package, captured_at=written(NOON - timedelta(hours=3)))
    assert town.phone.send(frozen).status_code == 201
    assert EARLY in town.page(frozen)
    assert town.row(frozen).mark is None


def test_a_proof_of_the_day_is_not_flagged(town):
    _, package = handed(town, town.postman, created_at=NOON - timedelta(hours=1))
    frozen = town.phone.freeze(package)
    town.phone.send(frozen)
    page = town.page(frozen)
    assert not [words for words in (EARLY, LATE, OLD) if words in page]


def test_a_drivers_clock_that_runs_past_the_end_of_the_trip_is_flagged(town):
    with town.house.transaction() as session:
        driver = a_courier(session, town.office, user_id=None, partner_code="gojek")
    ends = NOON + timedelta(hours=1)
    times = {"created_at": NOON - timedelta(hours=7), "claimed_at": NOON - timedelta(hours=7)}
    trip, package = handed(town, driver, expires_at=ends, **times)
    phone = Phone(town.app, driver, handover=trip)
    frozen = phone.freeze(package, captured_at=written(NOON + timedelta(hours=2)))
    assert phone.send(frozen).status_code == 201
    assert LATE in town.page(frozen)


def test_a_place_found_long_before_tells_its_age(town):
    stale = AT_HOME | {"fix_at": written(NOON - timedelta(minutes=40))}
    page = town.page(town.proof(gps=stale))
    assert OLD in page
    assert "40 menit sebelum bukti dibuat" in page


def test_a_fresh_place_tells_its_age_as_well(town):
    page = town.page(town.proof())
    assert "30 detik sebelum bukti dibuat" in page
    assert OLD not in page


def test_a_failed_attempt_is_headed_by_what_it_is(town):
    page = town.page(town.proof("attempt_failed", reason="not_home"))
    assert "Mengapa tidak diserahkan" in page
    assert "Siapa yang menerima" not in page


def test_a_card_that_nobody_was_asked_to_see_is_not_called_unchecked(town):
    frozen = town.phone.freeze(town.package(kind="KK"), answers={"id_check": "not_done"})
    town.phone.send(frozen)
    assert "Pemeriksaan KTP" not in town.page(frozen)


def test_a_card_that_was_to_be_seen_and_was_not_is_called_so(town):
    said = {"id_check": "not_done", "id_check_reason": "gelap"}
    frozen = town.phone.freeze(town.package(kind="KTP_EL"), answers=said)
    town.phone.send(frozen)
    assert "Tidak diperiksa" in town.page(frozen)
