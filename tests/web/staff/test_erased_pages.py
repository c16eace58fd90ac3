"""Pages of what was erased say so, with the day; holds are put and lifted on a page of their own."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from courier_app.domain.retention import ErasedWhy, Part
from courier_app.models import Hold, Role
from courier_app.services.erasing import Order, erase
from tests.house import NOON
from tests.web.staff.case import CaseTown

REASON = "Diminta Polres Rembang, surat nomor 12 tahun 2026."


@pytest.fixture
def town(app, house, ports):
    return CaseTown(app, house, ports)


@pytest.fixture
def delivered(town):
    return town.proof()


A_YEAR_ON = NOON + timedelta(days=366)


def gone(town, delivered, part=Part.EVERYTHING):
    with town.house.transaction() as session:
        erase(session, Order(town.row(delivered).package_id, part, ErasedWhy.DUE), now=A_YEAR_ON)


def package_page(town, delivered):
    return town.desk.get(f"/petugas/paket/{town.row(delivered).package_id}").text


def test_before_anything_is_erased_the_package_says_until_when_it_is_kept(town, delivered):
    page = package_page(town, delivered)
    assert "Foto dan tanda tangan sampai" in page
    assert "21 Februari 2027" in page
    assert "23 November 2027" in page


def test_an_erased_package_says_when_and_its_place_in_the_ledger(town, delivered):
    gone(town, delivered)
    page = package_page(town, delivered)
    assert "Data penerima dihapus pada 24 November 2027" in page
    assert "Semua data pribadi dihapus pada 24 November 2027, 12.00 WIB: masa simpan selesai." in page
    assert "Nomor di buku besar: 1" in page


def test_a_proof_whose_data_were_erased_is_no_proof_that_was_tampered_with(town, delivered):
    gone(town, delivered)
    page = town.page(delivered)
    assert "Bukti ini tidak utuh" not in page
    assert "dihapus pada 24 November 2027" in page
    assert "/petugas/media/" not in page


def test_after_the_pictures_alone_the_rest_of_the_proof_can_be_read(town, delivered):
    gone(town, delivered, Part.PICTURES)
    page = town.page(delivered)
    assert "Bukti ini tidak utuh" not in page
    assert "S••• A•••••" in page
    assert "masa simpannya selesai" in page


def test_evidence_that_was_erased_makes_no_bundle_and_says_why(town, delivered):
    gone(town, delivered, Part.PICTURES)
    page = town.desk_of(Role.DPO).get(f"/petugas/audit/{delivered.proof}").text
    assert "Tidak dapat dibuat: ada bagian bukti yang sudah dihapus" in page


def test_a_small_picture_of_an_erased_file_is_not_found(town, delivered):
    media = town.media(delivered).id
    gone(town, delivered, Part.PICTURES)
    assert town.desk.get(f"/petugas/media/{media}/kecil").status_code == 404


def holds(town):
    with town.house.reading() as session:
        return [hold.step for hold in session.scalars(select(Hold).order_by(Hold.leaf_index))]


@pytest.fixture
def officer(town):
    return town.desk_of(Role.OFFICER)


def test_an_officer_holds_the_data_with_a_reason_and_lets_them_go(town, delivered, officer):
    address = f"/petugas/paket/{town.row(delivered).package_id}"
    assert officer.post(f"{address}/tahan", alasan=REASON).status_code == 303
    assert "ditahan oleh petugas" in package_page(town, delivered)
    assert REASON in officer.get(f"{address}/tahan").text
    assert officer.post(f"{address}/lepas", alasan="Perkaranya sudah selesai.").status_code == 303
    assert holds(town) == ["put", "lifted"]


def test_whoever_reads_the_reason_is_on_record(town, delivered, officer):
    address = f"/petugas/paket/{town.row(delivered).package_id}/tahan"
    officer.post(address, alasan=REASON)
    town.desk.get(address)
    assert [look[0] for look in town.looks() if look[1] == town.auditor.id] == ["hold"]


@pytest.mark.parametrize("reason", ["", "perkara", "NIK 3317011708909901 diminta polisi"])
def test_a_hold_without_a_reason_or_with_a_citizen_number_is_not_taken(town, delivered, officer, reason):
    address = f"/petugas/paket/{town.row(delivered).package_id}/tahan"
    assert officer.post(address, alasan=reason).status_code == 422
    assert holds(town) == []


def test_the_reason_of_a_hold_lies_sealed(town, delivered, officer):
    officer.post(f"/petugas/paket/{town.row(delivered).package_id}/tahan", alasan=REASON)
    with town.house.reading() as session:
        assert b"Polres" not in session.scalars(select(Hold.reason_sealed)).one()


def test_what_was_erased_cannot_be_held(town, delivered, officer):
    gone(town, delivered)
    address = f"/petugas/paket/{town.row(delivered).package_id}/tahan"
    assert officer.post(address, alasan=REASON).status_code == 422
    assert "Tidak ada lagi yang dapat ditahan" in officer.get(address).text
