"""A citizen's own word on the officers' pages: on the package, on its proof, in the list and in the menu."""

import re
from datetime import timedelta

import pytest

from courier_app.domain.packages import Status
from courier_app.models import Answer, Package, Role
from courier_app.services.claims import Word, state_receipt
from tests.house import NOON, on_both
from tests.web.staff.case import CaseTown


@pytest.fixture
def town(app, house, ports):
    return CaseTown(app, house, ports)


@pytest.fixture
def delivered(town):
    return town.proof()


def state(town, frozen, answer, *, minutes=0):
    with town.house.transaction() as session:
        now, package_id = NOON + timedelta(minutes=minutes), town.row(frozen).package_id
        state_receipt(session, town.ports, package_id, Word(answer), now=now)


def package_page(town, frozen):
    return town.desk.get(f"/petugas/paket/{town.row(frozen).package_id}").text


def in_menu(page):
    found = re.search(r'class="waits" title="sanggahan terbuka">(\d+)', page)
    return int(found[1]) if found else 0


def lines(town, frozen, query, desk=None):
    """How often the package stands in the list."""
    page = (desk or town.desk).get(f"/petugas/?{query}").text
    return page.count(f'href="/petugas/paket/{town.row(frozen).package_id}"')


@pytest.fixture
def denied(town, delivered):
    state(town, delivered, Answer.NOT_RECEIVED)
    return delivered


def test_not_received_stands_on_top_of_the_package_with_what_to_do(town, denied):
    page = package_page(town, denied)
    assert "Warga menyatakan BELUM menerima paket ini" in page
    assert "Kabar pertama untuk warga paling lambat 26 November 2026" in page
    assert "Buka sanggahan" in page
    assert "Disanggah warga" in page


def test_received_is_a_green_note(town, delivered):
    state(town, delivered, Answer.RECEIVED)
    page = package_page(town, delivered)
    assert re.search(r'class="alert tone-good".{0,900}Warga menyatakan sudah menerima', page, re.DOTALL)
    assert "Disanggah warga" not in page


def test_without_a_word_nothing_is_said_about_one(town, delivered):
    assert "Warga menyatakan" not in package_page(town, delivered)


def test_the_auditor_reads_it_on_the_proof(town, denied):
    page = town.page(denied)
    assert "Warga menyatakan BELUM menerima paket ini" in page
    assert "Warga: belum saya terima" in page


def test_every_word_stands_in_the_story(town, denied):
    state(town, denied, Answer.RECEIVED, minutes=5)
    page = package_page(town, denied)
    story = page[page.index("journey-title") : page.index("proofs-title")]
    assert story.index("Warga: sudah saya terima") < story.index("Warga: belum saya terima")


@on_both
@pytest.mark.parametrize("heap", ["perlu-perhatian", "disanggah"])
def test_the_list_finds_it_under_what_needs_attention(town, denied, heap):
    assert lines(town, denied, f"status={heap}") == 1


def test_the_list_shows_a_badge_and_counts_it_at_once(town, denied):
    page = town.desk.get("/petugas/").text
    assert "Disanggah warga" in page
    assert re.search(r'status=disanggah".{0,600}<strong>1</strong>', page, re.DOTALL)
    assert re.search(r'status=perlu-perhatian".{0,600}<strong>1</strong>', page, re.DOTALL)
    assert in_menu(page) == 1


def test_a_dispute_is_counted_once_where_its_status_needs_attention_as_well(town, denied):
    with town.house.transaction() as session:
        session.get(Package, town.row(denied).package_id).status = Status.REPORTED_DELIVERED
    page = town.desk.get("/petugas/").text
    assert lines(town, denied, "status=perlu-perhatian") == 1
    assert re.search(r'status=perlu-perhatian".{0,600}<strong>1</strong>', page, re.DOTALL)


def test_the_menu_says_it_on_every_page(town, denied):
    assert in_menu(town.page(denied)) == 1


def test_it_is_gone_when_the_citizen_says_received_after_all(town, denied):
    state(town, denied, Answer.RECEIVED, minutes=5)
    page = town.desk.get("/petugas/").text
    assert in_menu(page) == 0
    assert 'status=disanggah"' not in page.replace("option", "")
    assert lines(town, denied, "status=disanggah") == 0


def test_another_office_sees_and_counts_nothing_of_it(town, denied):
    other = town.desk_of(Role.OFFICER, elsewhere=True)
    assert lines(town, denied, "status=disanggah", other) == 0
    assert in_menu(other.get("/petugas/").text) == 0


def test_the_province_sees_it_without_names(town, denied):
    province = town.desk_of(Role.PROVINCE)
    assert lines(town, denied, "status=disanggah", province) == 1
    assert in_menu(province.get("/petugas/").text) == 1
