"""Envelopes that come back, at the desk: scanned one by one, ticked together, or from the package's own page."""

import pytest

from courier_app.domain.packages import Status
from courier_app.models import Package
from courier_app.services.moves import Actor, walk
from tests.house import NOON
from tests.town import a_courier, a_package
from tests.web.staff.reading import is_said_at


@pytest.fixture
def bring_back(house, ports, office):
    with house.transaction() as session:
        courier = a_courier(session, office)

    def make(*, pressed=True, **said):
        facts = {"status": Status.OUT_FOR_DELIVERY, "courier": courier} | said
        with house.transaction() as session:
            package = a_package(session, ports, office, **facts).package
            if pressed:
                walk(session, package, (Status.RETURNING,), by=Actor(), at=(NOON, NOON))
        return package

    return make


def status_of(house, package):
    with house.reading() as session:
        return session.get(Package, package.id).status


def test_what_is_on_its_way_back_is_listed(desk, bring_back):
    coming, elsewhere = bring_back(), bring_back(pressed=False)
    page = desk.get("/petugas/kembali").text
    assert f"Pilih paket {coming.alias}" in page
    assert elsewhere.alias not in page


@pytest.mark.parametrize("what", ["label_id", "alias"])
def test_a_scan_counts_in_at_once(desk, house, bring_back, what):
    package = bring_back(pressed=False)
    answer = desk.post("/petugas/kembali", pindai=getattr(package, what))
    assert status_of(house, package) is Status.RETURNED
    assert f"1 paket dicatat kembali di kantor: {package.alias}." in desk.get(answer.location).text


def test_a_scan_that_counts_nothing_is_said_beside_the_field_that_has_the_focus(desk):
    """On a telephone the message at the top of the page is out of sight."""
    answer = desk.post("/petugas/kembali", pindai="SX-0000-0000-ID")
    field = desk.get(answer.location).text.split('name="pindai"')[0].rsplit('class="field has-error"')
    assert len(field) == 2
    assert 'id="pindai-error"' in field[1]


def test_ticked_ones_are_counted_in_together(desk, house, bring_back):
    packages = [bring_back() for _ in range(2)]
    desk.post("/petugas/kembali", paket=[str(one.id) for one in packages])
    assert {status_of(house, one) for one in packages} == {Status.RETURNED}


def test_the_packages_own_page_has_the_button_and_shows_what_came_of_it(desk, house, bring_back):
    package = bring_back()
    path = f"/petugas/paket/{package.id}"
    assert "Catat kembali di kantor" in desk.get(path).text
    answer = desk.post("/petugas/kembali", paket=str(package.id), halaman=str(package.id))
    assert answer.location == path
    page = desk.get(path).text
    assert "Kembali di kantor" in page
    assert "Catat kembali di kantor" not in page


def test_a_package_that_never_left_has_no_such_button(desk, bring_back):
    package = bring_back(pressed=False, status=Status.READY)
    assert "Catat kembali di kantor" not in desk.get(f"/petugas/paket/{package.id}").text


@pytest.mark.parametrize(
    ("scan", "sentence"),
    [
        ("BUKAN-LABEL", "bukan label atau nomor paket"),
        ("7K2M9QX4T1B8ZC3DA", "tidak ada dalam catatan kantor Anda"),
    ],
)
def test_what_is_no_package_of_ours_is_said(desk, scan, sentence):
    answer = desk.post("/petugas/kembali", pindai=scan)
    assert sentence in desk.get(answer.location).text


def test_a_scan_of_what_never_left_changes_nothing_and_says_so(desk, house, bring_back):
    package = bring_back(pressed=False, status=Status.READY)
    answer = desk.post("/petugas/kembali", pindai=package.label_id)
    assert status_of(house, package) is Status.READY
    assert "belum dibawa kurir atau sudah selesai" in desk.get(answer.location).text


def test_a_label_of_another_office_is_sent_home(desk, house, ports, other_office):
    with house.transaction() as session:
        theirs = a_package(session, ports, other_office, status=Status.READY).package
    answer = desk.post("/petugas/kembali", pindai=theirs.label_id)
    assert "milik kantor lain" in desk.get(answer.location).text


def test_nothing_scanned_and_nothing_ticked_is_said(desk):
    answer = desk.post("/petugas/kembali")
    assert "Pindai atau centang sedikitnya satu paket." in desk.get(answer.location).text


def test_nothing_ticked_is_said_at_the_list(desk, bring_back):
    bring_back()
    page = desk.send("/petugas/kembali", daftar="ya").text
    assert is_said_at(page, "pilih-kembali", "Pindai atau centang sedikitnya satu paket.")


@pytest.mark.parametrize("ids", ["x", "00000000-0000-0000-0000-000000000000"])
def test_made_up_ticks_are_refused(desk, ids):
    assert desk.post("/petugas/kembali", paket=ids).status_code == 422
