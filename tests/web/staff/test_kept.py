"""What a form says to the page that follows it: back again, here, for a while, and nowhere else."""

import pytest
from sqlalchemy import select

from courier_app.models import LoginSession
from tests.web.staff.test_registering import FILLED, fresh

NEW = "/petugas/paket/baru"


def fail(desk, **changes):
    """Sends a form without a document's kind; where it leads."""
    return desk.post(NEW, **{**fresh(desk), "kind": "", **changes}).location


def half_an_hour_later(desk, clock, where):
    """At work all the while: the session itself lives on."""
    for _ in range(2):
        clock.pass_(minutes=10)
        desk.get(where)
    clock.pass_(minutes=10)
    return desk.get(where)


def test_a_form_with_mistakes_is_there_again_after_back_or_a_reload(desk):
    where = fail(desk)
    for _ in range(2):
        page = desk.get(where)
        assert page.status_code == 200
        assert "Pilih jenis dokumen." in page.text
        assert "Siti Aminah" in page.text


def test_the_address_says_nothing_of_what_was_typed(desk):
    where = fail(desk)
    assert not [text for text in FILLED.values() if text != "0" and text in where]


def test_what_was_typed_lies_sealed_in_the_database(desk, house):
    fail(desk)
    with house.reading() as session:
        (data,) = session.scalars(select(LoginSession.data)).all()
    assert "kept " in str(data)
    assert not [text for text in ("Aminah", "Melati", "3456") if text in str(data)]


def test_another_officer_gets_an_empty_form_at_that_address(desk, desk_of):
    assert "Siti Aminah" not in desk_of().get(fail(desk)).text


def test_the_menu_leads_to_an_empty_form(desk):
    fail(desk)
    assert "Siti Aminah" not in desk.get(NEW).text


def test_after_half_an_hour_the_form_is_empty(desk, clock):
    where = fail(desk)
    assert "Siti Aminah" not in half_an_hour_later(desk, clock, where).text


def test_two_windows_keep_their_own_forms(desk):
    first, second = fail(desk), fail(desk, name="Budi Santoso")
    assert "Siti Aminah" in desk.get(first).text
    assert "Budi Santoso" in desk.get(second).text


def test_of_many_forms_the_oldest_is_forgotten(desk, clock):
    addresses = []
    for _ in range(9):
        addresses.append(fail(desk))
        clock.pass_(seconds=1)
    kept = ["Siti Aminah" in desk.get(address).text for address in addresses]
    assert kept == [False] + [True] * 8


@pytest.mark.parametrize("key", ["", "x", "../x", "0" * 16])
def test_a_key_that_we_never_gave_opens_an_empty_form(desk, key):
    fail(desk)
    assert "Siti Aminah" not in desk.get(NEW, query_string={"isian": key}).text


def test_a_note_moved_to_another_name_does_not_open(desk, house):
    where = fail(desk)
    with house.transaction() as session:
        row = session.scalars(select(LoginSession)).one()
        name = next(name for name in row.data if name.startswith("kept "))
        row.data = {**row.data, "kept new-package/stolen": row.data[name]}
    assert "Siti Aminah" not in desk.get(f"{NEW}?isian=stolen").text
    assert "Siti Aminah" in desk.get(where).text


def test_the_code_of_a_new_package_is_shown_again_on_a_reload_and_no_longer_after_half_an_hour(desk, clock):
    where = desk.post(NEW, **fresh(desk)).location
    assert "Kode klaim untuk warga" in desk.get(where).text
    assert "Kode klaim untuk warga" in desk.get(where).text
    assert half_an_hour_later(desk, clock, where).location == where.removesuffix("/terdaftar")


def test_the_code_of_a_new_package_is_not_there_for_a_colleague(desk, desk_of):
    where = desk.post(NEW, **fresh(desk)).location
    assert desk_of().get(where).location == where.removesuffix("/terdaftar")
