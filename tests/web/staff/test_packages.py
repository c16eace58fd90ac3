"""The list of packages, and the search."""

import logging
import re
from datetime import timedelta

import pytest

from courier_app.domain.packages import Status
from courier_app.models import Package, PackageKey, Role
from courier_app.services.recipients import Recipient
from tests.house import NOON
from tests.town import SITI, a_courier, a_package
from tests.web.staff.reading import found


@pytest.fixture
def siti(house, ports, office):
    with house.transaction() as session:
        return a_package(session, ports, office, request_number="470/12/2026").package


def hrefs(html, words):
    """Address behind the link that says these words."""
    return found(rf'href="([^"]*)"[^>]*>(?:<svg(?:(?!</svg>).)*</svg>)?<span>{words}', html)[1].replace(
        "&amp;", "&"
    )


def aliases(html):
    return re.findall(r'value="[0-9a-f-]{36}"><span class="tick-word">Pilih paket (SX\d{9}ID)', html)


def test_an_empty_office_is_invited_to_register(desk):
    assert "Belum ada paket" in desk.get("/petugas/").text


def test_a_name_stands_in_the_list_by_its_first_letters_only(desk, siti):
    page = desk.get("/petugas/").text
    assert "S••• A•••••" in page
    assert "Aminah" not in page


def test_an_erased_recipient_is_said_to_be_erased(desk, siti, house):
    with house.transaction() as session:
        session.delete(session.get(PackageKey, siti.id))
    assert "Data sudah dihapus" in desk.get("/petugas/").text


def test_the_province_sees_all_offices_and_no_names(desk_of, siti, house, ports, other_office):
    with house.transaction() as session:
        a_package(session, ports, other_office)
    page = desk_of(Role.PROVINCE, None).get("/petugas/").text
    assert "Disdukcapil Kabupaten Rembang" in page
    assert "Disdukcapil Kabupaten Pati" in page
    assert "S•••" not in page


def test_the_tile_calls_a_heap_as_its_packages_are_called(desk, house, ports, office):
    with house.transaction() as session:
        a_package(session, ports, office, status=Status.READY)
    page = desk.get("/petugas/").text
    tile = page.partition("?status=ready")[2].partition("</a>")[0]
    row = page.partition("<tbody")[2]
    assert ("Siap dikirim" in tile, "Siap dikirim" in row) == (True, True)


@pytest.mark.parametrize("path", ["/petugas/", "/petugas/audit"])
def test_an_officer_without_an_office_sees_no_office_at_all(desk_of, siti, path):
    assert desk_of(Role.OFFICER, None).get(path).status_code == 403


def test_an_officer_does_not_see_the_packages_of_another_office(desk, house, ports, other_office):
    with house.transaction() as session:
        theirs = a_package(session, ports, other_office).package
    assert theirs.alias not in desk.get("/petugas/").text
    assert theirs.alias not in desk.get(f"/petugas/?kantor={other_office.id}").text


def test_counts_lead_to_their_packages(desk, house, ports, office, siti):
    with house.transaction() as session:
        way = a_package(
            session, ports, office, status=Status.PICKED_UP, courier=a_courier(session, office)
        ).package
    page = desk.get("/petugas/?status=dibawa-kurir").text
    assert aliases(page) == [way.alias]


def test_a_package_that_no_driver_has_taken_over_waits_at_the_office(desk, house, ports, office):
    with house.transaction() as session:
        package = a_package(session, ports, office, status=Status.ASSIGNED).package
    assert "Menunggu pengemudi" in desk.get("/petugas/").text
    assert "Menunggu pengemudi" in desk.get(f"/petugas/paket/{package.id}").text
    assert aliases(desk.get("/petugas/?status=menunggu-diambil").text) == [package.alias]
    assert aliases(desk.get("/petugas/?status=dibawa-kurir").text) == []


def test_a_postman_who_is_named_is_no_driver_to_wait_for(desk, house, ports, office):
    with house.transaction() as session:
        a_package(session, ports, office, status=Status.ASSIGNED, courier=a_courier(session, office))
    page = desk.get("/petugas/?status=menunggu-diambil").text
    assert "Kurir ditugaskan" in page
    assert "Menunggu pengemudi" not in page


def test_filters_may_be_joined(desk, siti, house, ports, office):
    with house.transaction() as session:
        a_package(session, ports, office, kind="KK")
    page = desk.get("/petugas/?jenis=KTP_EL&dari=2026-11-23&sampai=2026-11-23&status=registered").text
    assert aliases(page) == [siti.alias]


def test_a_day_is_counted_in_western_indonesian_time(desk, house, ports, office):
    """17:00 UTC is midnight there: the next day has begun."""
    with house.transaction() as session:
        late = a_package(session, ports, office).package
        late.registered_at = NOON.replace(hour=17)
    assert "Tidak ada paket yang cocok" in desk.get("/petugas/?dari=2026-11-23&sampai=2026-11-23").text
    assert late.alias in desk.get("/petugas/?dari=2026-11-24").text


@pytest.mark.parametrize(
    "query",
    [
        *("status=x", "jenis=x", "kurir=x", "dari=2026-13-01", "dari=9999-12-31", "lama=x"),
        f"baru=99999999T999999.999999-{'0' * 32}",
    ],
)
def test_nonsense_in_the_address_counts_as_not_said(desk, siti, query):
    answer = desk.get(f"/petugas/?{query}")
    assert answer.status_code == 200
    assert siti.alias in answer.text


def test_pages_lead_on_and_back(desk, house, ports, office):
    with house.transaction() as session:
        made = [a_package(session, ports, office).package for _ in range(30)]
        for age, package in enumerate(made):
            package.registered_at = NOON - timedelta(minutes=age)
    first = desk.get("/petugas/?status=registered").text
    second = desk.get(hrefs(first, "Lebih lama")).text
    back = desk.get(hrefs(second, "Lebih baru")).text
    assert aliases(first) + aliases(second) == [package.alias for package in made]
    assert aliases(back) == aliases(first)
    assert "Lebih lama" not in second


@pytest.mark.parametrize("spell", [str, str.lower, lambda alias: f"{alias[:2]} {alias[2:6]}-{alias[6:]}"])
def test_an_alias_leads_straight_to_its_package(desk, siti, spell):
    assert desk.post("/petugas/cari", cari=spell(siti.alias)).location == f"/petugas/paket/{siti.id}"


def test_a_label_leads_straight_to_its_package_typed_or_scanned(desk, siti):
    scanned = f"HTTPS://SURAT.EXAMPLE.GO.ID/P/{siti.label_id}"
    for text in (siti.label_id, siti.label_id.lower(), scanned):
        answer = desk.post("/petugas/cari", cari=text)
        assert answer.location == f"/petugas/paket/{siti.id}"


def test_the_label_of_somebody_else_finds_nothing(desk, siti):
    assert (
        "Tidak ditemukan" in desk.send("/petugas/cari", cari=f"HTTPS://EVIL.EXAMPLE/P/{siti.label_id}").text
    )


def test_a_request_number_finds_its_packages(desk, siti):
    assert f"/petugas/paket/{siti.id}" in desk.send("/petugas/cari", cari="470/12/2026").text


def test_another_office_s_alias_finds_nothing(desk_of, siti, other_office):
    desk = desk_of(Role.OFFICER, other_office)
    assert "Tidak ditemukan" in desk.send("/petugas/cari", cari=siti.alias).text


def test_a_name_is_found_in_the_body_of_the_request(desk, siti, house, ports, office):
    with house.transaction() as session:
        other = a_package(
            session, ports, office, recipient=Recipient("Budi", "Jl. Kartini 4, Rembang")
        ).package
    page = desk.send("/petugas/cari", cari="aminah SITI").text
    assert str(siti.id) in page
    assert str(other.id) not in page
    assert "Tidak ditemukan" in desk.send("/petugas/cari", cari="Joko").text


def test_a_name_never_stands_in_an_address_or_a_log(desk, siti, caplog):
    caplog.set_level(logging.DEBUG)
    page = desk.send("/petugas/cari", cari="Siti Aminah").text
    assert not re.search(r'(?:href|action|src)="[^"]*(?:Siti|Aminah)', page, re.IGNORECASE)
    assert "Aminah" not in caplog.text


@pytest.mark.parametrize("text", ["3317014107900001", "Siti Aminah 081234567890", "470/12/2026"])
def test_a_number_never_stands_in_an_address_either(desk, siti, text):
    answer = desk.post("/petugas/cari", cari=text)
    assert re.fullmatch(r"/petugas/cari\?isian=[0-9a-f]{16}", answer.location)


def test_what_was_found_is_there_again_after_back(desk, siti):
    where = desk.post("/petugas/cari", cari="Siti Aminah").location
    assert str(siti.id) in desk.get(where).text
    assert str(siti.id) in desk.get(where).text


@pytest.mark.parametrize("text", ["Siti Aminah", "470/12/2026"])
def test_what_is_typed_into_the_address_is_not_sought(desk, siti, text):
    assert "Hasil pencarian" not in desk.get("/petugas/", query_string={"q": text}).text


def test_the_province_searches_no_names(desk_of, siti):
    page = desk_of(Role.PROVINCE, None).send("/petugas/cari", cari="Siti").text
    assert "Pencarian nama hanya untuk kantor" in page
    assert str(siti.id) not in page


def test_an_auditor_reads_the_list_and_is_offered_nothing_to_change(desk_of, siti):
    page = desk_of(Role.AUDITOR).get("/petugas/").text
    assert "S••• A•••••" in page
    assert "Daftarkan paket" not in page
    assert "Cetak label" not in page


def test_opening_the_search_s_address_leads_back_to_the_list(desk):
    assert desk.get("/petugas/cari").location == "/petugas/"


def test_names_of_the_database_are_never_plain(siti, house):
    with house.reading() as session:
        package = session.get(Package, siti.id)
        assert SITI.name.encode() not in package.recipient_sealed
