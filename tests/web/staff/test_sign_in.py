"""Staff come in with a name and a password, and go out for good."""

import pytest
from sqlalchemy import func, select

from courier_app.models import LoginSession, Role
from courier_app.services.passwords import hash_password
from tests.house import NOON
from tests.town import a_courier, a_user
from tests.web.staff.desk import TOKEN
from tests.web.staff.reading import found

PASSWORD = "kata sandi yang panjang"
WRONG = "Nama pengguna atau kata sandi salah."


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def account(house, ports, office):
    """An officer, an auditor of no open account, and a courier, all with the same password."""
    kept = hash_password(PASSWORD, hasher=ports.hasher)
    with house.transaction() as session:
        officer = a_user(session, Role.OFFICER, office=office, username="rina", password_hash=kept)
        a_user(session, Role.AUDITOR, office=office, username="tutup", password_hash=kept, closed_at=NOON)
        carrier = a_user(
            session, Role.COURIER, office=office, username="budi", password_hash=kept, partner_code="pos"
        )
        a_courier(session, office, user_id=carrier.id)
    return officer


def sign_in(client, username="rina", password=PASSWORD, **said):
    return client.post("/petugas/masuk", data={"username": username, "password": password}, **said)


def test_the_right_password_leads_to_the_packages(client, account):
    answer = sign_in(client)
    assert (answer.status_code, answer.location) == (303, "/petugas/")
    assert client.get("/petugas/").status_code == 200


def test_a_name_with_a_capital_and_a_blank_is_the_same_name(client, account):
    assert sign_in(client, " Rina ").status_code == 303


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("rina", "salah"),
        ("tidak-ada", PASSWORD),
        ("tutup", PASSWORD),
        ("budi", PASSWORD),
        ("rina\x00", PASSWORD),
    ],
)
def test_unknown_wrong_closed_and_foreign_are_told_the_same(client, account, username, password):
    answer = sign_in(client, username, password)
    assert answer.status_code == 401
    assert WRONG in answer.text
    assert "petugas=" not in answer.headers.get("Set-Cookie", "")


def test_empty_fields_are_pointed_at(client):
    answer = sign_in(client, "", "")
    assert answer.status_code == 422
    assert "Isi nama pengguna." in answer.text
    assert "Isi kata sandi." in answer.text


def test_the_password_is_never_sent_back(client, account):
    assert "salah-ketik-9" not in sign_in(client, password="salah-ketik-9").text


def test_after_five_tries_one_waits_even_with_the_right_password(client, account):
    for _ in range(5):
        sign_in(client, password="salah")
    answer = sign_in(client)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "Coba lagi" in answer.text


def test_a_page_asked_for_before_is_opened_after(client, account):
    asked = client.get("/petugas/paket/baru")
    assert asked.status_code == 302
    answer = client.post(asked.location, data={"username": "rina", "password": PASSWORD})
    assert answer.location == "/petugas/paket/baru"


@pytest.mark.parametrize(
    "next_",
    [
        "https://evil.example/",
        "//evil.example/petugas/",
        "/kurir/",
        "/petugas/../kurir/",
        "/petugas/\\x",
        "x",
    ],
)
def test_the_way_on_never_leads_elsewhere(client, account, next_):
    answer = sign_in(client, query_string={"next": next_})
    assert answer.location == "/petugas/"


def test_the_session_gets_a_new_token_at_sign_in(client, account):
    client.set_cookie("petugas", "planted-by-somebody")
    sign_in(client)
    assert client.get_cookie("petugas").value != "planted-by-somebody"


def test_a_visitor_of_the_sign_in_page_leaves_no_session(client, house):
    assert "Set-Cookie" not in client.get("/petugas/masuk").headers
    with house.reading() as session:
        assert session.scalar(select(func.count()).select_from(LoginSession)) == 0


def test_another_site_cannot_sign_anybody_in(client, account):
    assert sign_in(client, headers={"Origin": "https://evil.example"}).status_code == 403


def test_signing_out_ends_the_session_on_the_server(client, account):
    sign_in(client)
    cookie = client.get_cookie("petugas").value
    token = found(TOKEN.pattern, client.get("/petugas/").text)[1]
    answer = client.post("/petugas/keluar", data={"csrf_token": token}, follow_redirects=True)
    assert "Anda sudah keluar." in answer.text
    client.set_cookie("petugas", cookie)
    assert client.get("/petugas/").status_code == 302


def test_signing_out_needs_the_form_s_token(client, account):
    sign_in(client)
    assert client.post("/petugas/keluar").status_code == 403
    assert client.get("/petugas/").status_code == 200


def test_a_closed_account_loses_its_session_at_once(client, account, house):
    sign_in(client)
    with house.transaction() as session:
        session.merge(account).closed_at = NOON
    assert client.get("/petugas/").status_code == 302


def test_who_is_signed_in_is_sent_on(client, account):
    sign_in(client)
    assert client.get("/petugas/masuk").location == "/petugas/"


@pytest.mark.parametrize(
    ("role", "minutes", "status"),
    [(Role.ADMIN, 14, 200), (Role.ADMIN, 15, 302), (Role.OFFICER, 15, 200), (Role.OFFICER, 30, 302)],
)
def test_an_unused_session_ends_sooner_for_an_administrator(
    client, account, house, clock, role, minutes, status
):
    with house.transaction() as session:
        session.merge(account).role = role
    sign_in(client)
    clock.pass_(minutes=minutes)
    assert client.get("/petugas/").status_code == status


def test_an_administrator_s_session_ends_after_eight_hours_of_work(client, account, house, clock):
    with house.transaction() as session:
        session.merge(account).role = Role.ADMIN
    sign_in(client)
    for _ in range(8 * 6 - 1):
        clock.pass_(minutes=10)
        assert client.get("/petugas/").status_code == 200
    clock.pass_(minutes=10)
    assert client.get("/petugas/").status_code == 302
