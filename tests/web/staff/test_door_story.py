"""The line of time tells of the door: who stood by, where it was put, why nobody signed, no clear name."""

import pytest
from sqlalchemy import delete, select

from courier_app.models import Look, PackageKey, Role
from tests.phone import WAITED, a_photo
from tests.town import a_user
from tests.web.staff.case import CaseTown
from tests.web.staff.desk import Desk

DIRECT = {"mode": "direct", "method": "courier_phone_sign"}
PLACED = {"mode": "placed_and_watched", "method": "courier_phone_sign", "spot": "gate"}
WITNESSED = {
    "signature_status": "unable",
    "witness": {"name": "Sutrisno Wibowo", "rel": "rt_rw"},
    "id_check": "match",
}
WIPED = dict.fromkeys(("wiped_before", "signer_hands"), True) | {"wiped_after": False}
SEEN = dict.fromkeys(("stepped_back", "saw_taken", "name_said"), True)


@pytest.fixture
def town(app, house, ports):
    return CaseTown(app, house, ports)


def delivered(town, **said):
    """The package's page, for its office's auditor, after a delivery that said this."""
    package = town.package(kind="KK")
    frozen = town.phone.freeze(package, **said)
    assert town.phone.send(frozen).status_code == 201
    return f"/petugas/paket/{package.id}", f"/petugas/audit/{frozen.proof}"


@pytest.fixture
def stood_by(town):
    return delivered(town, files=(a_photo(),), contactless=DIRECT, answers=WITNESSED)


@pytest.fixture
def put_down(town):
    return delivered(town, contactless=PLACED, answers={"checks": SEEN | WIPED, "id_check": "match"})


def test_who_stood_by_is_told_masked_with_the_relation_and_why_nobody_signed(town, stood_by):
    for address in stood_by:
        page = town.desk.get(address).text
        assert "Saksi: S•" in page
        assert "Ketua RT/RW" in page
        assert "Penerima tidak dapat menandatangani" in page
        assert "Sutrisno" not in page


def test_the_spot_and_that_it_was_seen_taken_are_told(town, put_down):
    page = town.desk.get(put_down[0]).text
    assert "Diletakkan di: " in page
    assert ">Saya melihat paket diambil</p>" in page


def test_what_was_wiped_and_what_was_not_is_told(town, put_down):
    page = town.desk.get(put_down[0]).text
    assert ">Ponsel dilap sebelum dipakai menandatangani</p>" in page
    assert ">Tidak dicentang: Ponsel dilap sesudahnya</p>" in page


def test_the_same_is_told_in_english(town, put_down, stood_by):
    town.desk.client.set_cookie("bahasa", "en")
    page = town.desk.get(put_down[0]).text + town.desk.get(stood_by[0]).text
    assert all(
        words in page for words in ("Put down at: ", "Witness: ", "Not ticked: Phone wiped afterwards")
    )


def test_the_province_is_told_nothing_of_the_door(app, house, town, stood_by, put_down):
    with house.transaction() as session:
        person = a_user(session, Role.PROVINCE, office=None)
    province = Desk(app, person)
    pages = province.get(stood_by[0]).text + province.get(put_down[0]).text
    assert not [words for words in ("Saksi:", "Diletakkan di:", "dilap") if words in pages]


def test_a_masked_line_of_time_is_no_look(town, stood_by, house):
    town.desk.get(stood_by[0])
    with house.reading() as session:
        assert session.scalars(select(Look)).all() == []


def test_of_erased_data_nothing_is_told(town, stood_by, house):
    with house.transaction() as session:
        session.execute(delete(PackageKey))
    assert "Saksi:" not in town.desk.get(stood_by[0]).text


def failed(town, **said):
    """The line of time of a package whose attempt failed, for its office's auditor."""
    frozen = town.proof("attempt_failed", **said)
    return story(town.desk, town.row(frozen).package_id)


def story(desk, package_id):
    page = desk.get(f"/petugas/paket/{package_id}").text
    return page.partition('id="journey"')[2].partition("</section>")[0]


def test_a_failed_attempt_says_why_on_its_own_line(town):
    assert "<strong>Gagal antar: Tidak ada orang di alamat</strong>" in failed(town)


def test_that_the_courier_wrote_a_note_is_told_and_what_he_wrote_is_not(town):
    told = failed(town, tried=WAITED | {"note": "Bu Darmi di sebelah bilang pindah"})
    assert "Kurir menulis catatan." in told
    assert "Darmi" not in told


def test_without_a_note_none_is_spoken_of(town):
    assert "Kurir menulis catatan." not in failed(town)


def test_the_province_reads_why_an_attempt_failed_and_of_no_note(town):
    frozen = town.proof("attempt_failed", tried=WAITED | {"note": "Bu Darmi bilang pindah"})
    told = story(town.desk_of(Role.PROVINCE), town.row(frozen).package_id)
    assert "Gagal antar: Tidak ada orang di alamat" in told
    assert "Kurir menulis catatan." not in told


def test_of_an_erased_package_the_reason_stays_and_the_note_does_not(town, house):
    frozen = town.proof("attempt_failed", tried=WAITED | {"note": "Bu Darmi bilang pindah"})
    with house.transaction() as session:
        session.execute(delete(PackageKey))
    told = story(town.desk, town.row(frozen).package_id)
    assert "Gagal antar: Tidak ada orang di alamat" in told
    assert "Kurir menulis catatan." not in told
