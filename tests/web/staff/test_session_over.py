"""A session that ended while an officer was busy: said at the sign-in page, with the way back to the form."""

from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest
from sqlalchemy import update

from courier_app.models import LoginSession, Role
from tests.house import NOON
from tests.web.citizen.doors import words
from tests.web.staff.reading import found

ENDED, NOT_SAVED = "Sesi berakhir", "Yang tadi diisi belum tersimpan"
PACKAGE = f"/petugas/paket/{UUID(int=7)}"
LEFT = "/petugas/masuk/sisa"
TYPED = {"name": "Siti Aminah", "address": "Jl. Melati 4"}


@pytest.fixture
def away(desk, clock):
    """At the desk, and half an hour elsewhere."""
    clock.pass_(minutes=30)
    return desk


def test_a_form_sent_too_late_is_said_to_be_not_saved(away):
    page = words(away.get(away.post("/petugas/paket/baru", **TYPED).location))
    assert (ENDED in page, NOT_SAVED in page) == (True, True)


def test_the_word_stands_in_an_alert_that_takes_the_focus(away):
    page = away.get(away.post("/petugas/paket/baru", **TYPED).location).text
    summary = page[page.index('class="error-summary"') :].partition("</div>")[0]
    assert 'role="alert"' in summary
    assert NOT_SAVED in summary


def test_a_page_opened_too_late_is_said_to_have_lost_nothing(away):
    page = words(away.get(away.get("/petugas/label").location))
    assert (ENDED in page, NOT_SAVED in page) == (True, False)


def test_who_was_never_in_hears_of_no_session(app):
    assert ENDED not in words(app.test_client().get("/petugas/", follow_redirects=True))


@pytest.mark.parametrize(
    ("sent", "back"),
    [
        ("/petugas/paket/baru", "/petugas/paket/baru"),
        ("/petugas/label", "/petugas/label"),
        (f"{PACKAGE}/batal", f"{PACKAGE}/batal"),
        (f"/petugas/serah-terima/{UUID(int=7)}", "/petugas/serah-terima/baru"),
        ("/petugas/serah-terima/pindai", "/petugas/serah-terima/baru"),
        ("/petugas/slip", None),
    ],
)
def test_signing_in_leads_back_to_the_page_of_the_form(away, sent, back):
    page = away.get(away.post(sent, **TYPED).location).text
    action = unescape(found(r'action="(/petugas/masuk[^"]*)"', page)[1])
    assert action == ("/petugas/masuk" + (f"?next={back}" if back else ""))


def test_nothing_of_what_was_typed_is_in_the_address(away):
    assert "Siti" not in away.post("/petugas/paket/baru", **TYPED).location


def test_signing_out_too_late_is_signing_out(away):
    assert "Anda sudah keluar." in words(away.get(away.post("/petugas/keluar").location))


@pytest.mark.parametrize(("role", "seconds"), [(Role.OFFICER, 1800), (Role.ADMIN, 900), (Role.AUDITOR, 1800)])
def test_a_page_knows_how_long_the_session_lasts(desk_of, role, seconds):
    assert f'data-left="{seconds}"' in desk_of(role).get("/petugas/audit").text


def test_asking_how_much_is_left_is_no_use_of_the_session(desk, clock):
    clock.pass_(minutes=20)
    assert desk.get(LEFT).json["left"] == 600
    clock.pass_(minutes=10)
    assert desk.get(LEFT).status_code == 302


def test_staying_begins_the_half_hour_anew(desk, clock):
    clock.pass_(minutes=29)
    assert desk.post(LEFT).json["left"] == 1800
    clock.pass_(minutes=29)
    assert desk.get("/petugas/").status_code == 200


def test_staying_does_not_outlast_the_day_s_session(desk, clock, house):
    with house.transaction() as session:
        session.execute(update(LoginSession).values(expires_at=NOON + timedelta(minutes=30)))
    clock.pass_(minutes=29)
    assert desk.post(LEFT).json["left"] == 60


def test_the_sign_in_page_has_no_session_that_could_end(app):
    assert "data-left" not in app.test_client().get("/petugas/masuk").text
