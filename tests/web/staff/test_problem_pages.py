"""An officer who meets a page that is not there, or not theirs, keeps the menu."""

import pytest

from courier_app.models import Role

MENU = 'class="sections"'
NOWHERE = ["/petugas/paket/00000000-0000-4000-8000-000000000000", "/petugas/tidak-ada", "/petugas/paket/x"]


@pytest.mark.parametrize("path", NOWHERE)
def test_a_page_that_is_not_there_keeps_the_menu_and_leads_to_the_packages(desk, path):
    answer = desk.get(path)
    assert answer.status_code == 404
    assert MENU in answer.text
    assert "Ke daftar paket" in answer.text
    assert "kode klaim" not in answer.text


def test_a_page_of_another_role_keeps_the_menu(desk_of):
    answer = desk_of(Role.AUDITOR).get("/petugas/label")
    assert answer.status_code == 403
    assert MENU in answer.text


def test_a_refused_form_keeps_the_menu(desk):
    answer = desk.post("/petugas/serah-terima/baru", serah_terima="x")
    assert answer.status_code == 422
    assert MENU in answer.text


def test_a_stranger_is_shown_the_public_page(app):
    page = app.test_client().get("/petugas/tidak-ada").text
    assert MENU not in page
    assert "Cek dokumen saya" in page


def test_who_is_signed_in_elsewhere_sees_no_officers_menu_on_public_pages(desk):
    assert MENU not in desk.get("/tidak-ada").text


def test_a_code_for_us_comes_after_what_to_do(desk_of):
    page = desk_of(Role.AUDITOR).get("/petugas/label").text
    assert page.index("minta pengelola sistem") < page.index("Bila Anda bertanya kepada kami")
