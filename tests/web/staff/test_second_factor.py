"""A code from the phone beside the password: set up, asked for, used once, on paper for a lost phone, taken away."""

import json
import re
from base64 import b32decode
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from courier_app.db import Database
from courier_app.evidence.totp import new_secret, provisioning_uri, secret_text
from courier_app.models import LoginSession, Office, RecoveryCode, Role, SecondFactor, ServerRecord, User
from courier_app.services.passwords import hash_password
from courier_app.services.ports import Ports
from courier_app.services.vault_care import BATCH, Inspection, broken_in, rewrap_some
from courier_app.vault_rounds import read_claim
from tests.house import Clock, on_both
from tests.town import a_package, a_user
from tests.web.staff.desk import TOKEN, Desk

PASSWORD = "kata sandi yang panjang"
KEY = re.compile(r'class="factor-key">([A-Z2-7 ]+)<')
PAPER = re.compile(r"<code translate=\"no\">([2-9A-Z-]{19})</code>")
ENTER = {"username": "tuti", "password": PASSWORD}


def app_says(secret: bytes, at: int) -> str:
    return TOTP(secret, 6, SHA1(), 30).generate(at).decode()  # noqa: S303 - what every app makes


class Person:
    """Somebody with a browser, a password, and perhaps an authenticator app that tells the house's time."""

    def __init__(self, app: Flask, clock: Clock) -> None:
        self.app, self.clock = app, clock
        self.client: FlaskClient = app.test_client()
        self.secret = b""
        self.paper: list[str] = []

    def post(self, path: str, **form: Any) -> Any:
        page = self.client.get("/petugas/akun", follow_redirects=True).text
        token = TOKEN.search(page)
        return self.client.post(path, data=form | ({"csrf_token": token[1]} if token else {}))

    def gives_password(self) -> Any:
        return self.client.post("/petugas/masuk", data=ENTER)

    def gives_code(self, code: str) -> Any:
        token = TOKEN.search(self.client.get("/petugas/masuk/kode").text)
        return self.client.post(
            "/petugas/masuk/kode", data={"code": code, "csrf_token": token[1] if token else ""}
        )

    def code(self) -> str:
        return app_says(self.secret, int(self.clock().timestamp()))

    def sets_up(self) -> str:
        """The page with the codes for paper."""
        self.post("/petugas/akun/kode")
        page = self.client.get("/petugas/akun/kode").text
        found = KEY.search(page)
        assert found
        self.secret = b32decode(found[1].replace(" ", ""))
        told = self.post("/petugas/akun/kode/sahkan", code=self.code())
        text: str = self.client.get(told.location).text
        self.paper = PAPER.findall(text)
        return text

    def leaves(self) -> None:
        self.client = self.app.test_client()
        self.clock.pass_(seconds=30)

    def is_in(self) -> bool:
        return bool(self.client.get("/petugas/audit").status_code == 200)


@pytest.fixture
def auditor(house: Database, ports: Ports, office: Office) -> User:
    hashed = hash_password(PASSWORD, hasher=ports.hasher)
    with house.transaction() as session:
        return a_user(
            session, Role.AUDITOR, office=office, username="tuti", name="Tuti", password_hash=hashed
        )


@pytest.fixture
def person(app: Flask, clock: Clock, auditor: User) -> Person:
    one = Person(app, clock)
    one.gives_password()
    return one


@pytest.fixture
def guarded(person: Person) -> Person:
    """With a second factor, and gone home."""
    person.sets_up()
    person.leaves()
    return person


@on_both
def test_the_password_alone_lets_nobody_in_any_more_and_a_code_does(guarded: Person) -> None:
    answer = guarded.gives_password()
    assert (answer.status_code, answer.location) == (303, "/petugas/masuk/kode")
    assert not guarded.is_in()
    assert guarded.gives_code(guarded.code()).location == "/petugas/"
    assert guarded.is_in()


def test_the_second_step_gives_another_token(guarded: Person) -> None:
    guarded.gives_password()
    half = guarded.client.get_cookie("petugas")
    guarded.gives_code(guarded.code())
    whole = guarded.client.get_cookie("petugas")
    assert half
    assert whole
    assert half.value != whole.value


@pytest.mark.parametrize("path", ["/petugas/", "/petugas/audit", "/petugas/akun", "/petugas/akun/kode"])
def test_half_way_no_page_opens(guarded: Person, path: str) -> None:
    guarded.gives_password()
    assert urlsplit(guarded.client.get(path).location).path == "/petugas/masuk"


def test_half_way_ends_after_five_minutes(guarded: Person) -> None:
    guarded.gives_password()
    guarded.clock.pass_(minutes=5)
    assert urlsplit(guarded.client.get("/petugas/masuk/kode").location).path == "/petugas/masuk"


@pytest.mark.parametrize("steps", [-60, -30, 30])
def test_a_code_of_another_half_minute_is_refused(guarded: Person, steps: int) -> None:
    guarded.gives_password()
    other = app_says(guarded.secret, int(guarded.clock().timestamp()) + steps)
    assert guarded.gives_code(other).status_code == 401
    assert not guarded.is_in()


@on_both
def test_a_code_that_was_used_is_refused_in_the_same_half_minute(
    guarded: Person, app: Flask, clock: Clock
) -> None:
    seen = guarded.code()
    guarded.gives_password()
    guarded.gives_code(seen)
    thief = Person(app, clock)
    thief.gives_password()
    answer = thief.gives_code(seen)
    assert (answer.status_code, thief.is_in()) == (401, False)
    assert "sudah dipakai" in answer.text


def test_the_sixth_code_in_five_minutes_waits_and_the_right_one_too(guarded: Person) -> None:
    guarded.gives_password()
    answers = [guarded.gives_code("000000").status_code for _ in range(5)]
    late = guarded.gives_code(guarded.code())
    assert (answers, late.status_code) == ([401] * 5, 429)
    assert int(late.headers["Retry-After"]) > 0


@on_both
def test_a_code_from_paper_opens_once(guarded: Person, house: Database) -> None:
    assert len(set(guarded.paper)) == 10
    for expected in (True, False):
        guarded.leaves()
        guarded.gives_password()
        guarded.gives_code(guarded.paper[3].lower().replace("-", " "))
        assert guarded.is_in() is expected
    with house.reading() as session:
        kept = list(session.scalars(select(RecoveryCode.digest)))
    assert len(kept) == 9
    assert not [code for code in guarded.paper if code.replace("-", "").encode() in b"".join(kept)]


def test_the_codes_for_paper_are_shown_once(person: Person) -> None:
    assert len(PAPER.findall(person.sets_up())) == 10
    again = person.client.get("/petugas/akun/kode/cadangan")
    assert again.location == "/petugas/akun"


def test_the_qr_says_what_the_text_says_and_is_not_shown_again(person: Person) -> None:
    person.post("/petugas/akun/kode")
    page = person.client.get("/petugas/akun/kode").text
    assert "<svg" in page
    person.sets_up()
    assert person.client.get("/petugas/akun/kode").location == "/petugas/akun"


def test_before_a_code_came_back_the_password_is_enough(person: Person) -> None:
    person.post("/petugas/akun/kode")
    person.leaves()
    assert person.gives_password().location == "/petugas/"


def test_a_wrong_code_sets_nothing_up(person: Person, house: Database) -> None:
    person.post("/petugas/akun/kode")
    answer = person.post("/petugas/akun/kode/sahkan", code="000000")
    assert (answer.status_code, "tidak cocok" in answer.text) == (422, True)
    with house.reading() as session:
        assert session.scalars(select(SecondFactor.confirmed_at)).one() is None


def test_setting_up_asks_for_a_password_that_was_given_long_ago(person: Person, house: Database) -> None:
    person.clock.pass_(minutes=11)
    assert person.post("/petugas/akun/kode").status_code == 422
    assert person.post("/petugas/akun/kode", **{"factor-password": PASSWORD}).status_code == 303


def test_data_in_clear_ask_for_the_code_as_well(
    guarded: Person, house: Database, ports: Ports, office: Office
) -> None:
    with house.transaction() as session:
        package = a_package(session, ports, office).package
    guarded.gives_password()
    guarded.gives_code(guarded.code())
    guarded.clock.pass_(minutes=11)
    path, said = (
        f"/petugas/paket/{package.id}/penerima",
        {"reveal-reason": "verdict", "reveal-password": PASSWORD},
    )
    assert "reveal-code" in guarded.client.get(f"/petugas/paket/{package.id}").text
    without = guarded.post(path, **said)
    assert (without.status_code, "sandi atau kode salah" in without.text) == (422, True)
    assert guarded.post(path, **said, **{"reveal-code": guarded.code()}).status_code == 303


@on_both
def test_the_secret_is_sealed_and_moves_to_a_new_key(guarded: Person, house: Database, ports: Ports) -> None:
    with house.transaction() as session:
        row = session.scalars(select(SecondFactor)).one()
        at = Inspection(session, ports, read_claim)
        assert guarded.secret not in row.box
        assert list(broken_in(at, SecondFactor, [row.user_id])) == []
        row.box = bytes([row.box[0] ^ 1]) + row.box[1:]
        session.flush()
        assert [one.what for one in broken_in(at, SecondFactor, [row.user_id])] == ["factor"]
        assert rewrap_some(session, ports, SecondFactor) < BATCH


def facts_of(house: Database) -> list[dict[str, Any]]:
    with house.reading() as session:
        told = [json.loads(row) for row in session.scalars(select(ServerRecord.record))]
    return [one for one in told if one["t"] == "factor"]


@on_both
def test_an_administrator_takes_a_lost_one_away_for_a_reason(
    guarded: Person, house: Database, app: Flask, office: Office, auditor: User
) -> None:
    guarded.gives_password()
    guarded.gives_code(guarded.code())
    with house.transaction() as session:
        chief = a_user(session, Role.ADMIN, office=office)
    desk, path = Desk(app, chief), f"/petugas/akun/petugas/{auditor.id}/cabut"
    assert desk.post(path).status_code == 422
    assert desk.post(path, why="bosan").status_code == 422
    desk.get(path)
    assert desk.post(path, why="lost").status_code == 303
    assert not guarded.is_in()
    assert guarded.gives_password().location == "/petugas/"
    enrolled, removed = facts_of(house)
    assert (enrolled["did"], enrolled["user"]) == ("enrolled", str(auditor.id))
    assert (removed["did"], removed["by"], removed["why"]) == ("removed", str(chief.id), "lost")
    with house.reading() as session:
        assert list(session.scalars(select(RecoveryCode))) == []


def test_nobody_takes_away_their_own_or_another_offices(
    guarded: Person, house: Database, app: Flask, other_office: Office, auditor: User
) -> None:
    with house.transaction() as session:
        stranger = a_user(session, Role.ADMIN, office=other_office)
    desk = Desk(app, stranger)
    for whom in (auditor, stranger):
        assert desk.post(f"/petugas/akun/petugas/{whom.id}/cabut", why="lost").status_code == 404


@pytest.fixture
def strict(app: Flask) -> None:
    known = app.extensions["suratsampai_settings"]
    app.extensions["suratsampai_settings"] = replace(known, totp_required=frozenset({"auditor"}))


def test_a_role_that_has_to_have_one_sets_it_up_first(strict: None, person: Person) -> None:
    assert person.client.get("/petugas/audit").location == "/petugas/akun"
    assert "Kode masuk wajib" in person.client.get("/petugas/akun").text
    person.sets_up()
    assert person.is_in()


def test_other_roles_work_without(strict: None, app: Flask, house: Database, office: Office) -> None:
    with house.transaction() as session:
        officer = a_user(session, Role.OFFICER, office=office)
    assert Desk(app, officer).get("/petugas/").status_code == 200


def test_the_place_where_one_is_signed_in_can_be_ended(person: Person, app: Flask, clock: Clock) -> None:
    other = Person(app, clock)
    other.client.post(
        "/petugas/masuk", data=ENTER, headers={"User-Agent": "Mozilla/5.0 (Android 13) Chrome/130"}
    )
    page = person.client.get("/petugas/akun").text
    assert "Chrome" in page
    (name,) = re.findall(r'name="sesi" value="([0-9a-f]{64})"', page)
    person.post("/petugas/akun/sesi", sesi=name)
    assert (person.is_in(), other.is_in()) == (True, False)


def test_nobody_ends_a_session_of_somebody_else(
    person: Person, app: Flask, house: Database, office: Office
) -> None:
    with house.transaction() as session:
        officer = a_user(session, Role.OFFICER, office=office)
    desk = Desk(app, officer)
    with house.reading() as session:
        name = session.scalars(select(LoginSession.id).where(LoginSession.user_id == officer.id)).one().hex()
    person.post("/petugas/akun/sesi", sesi=name)
    assert desk.get("/petugas/").status_code == 200


NEW = {"new": "sapi laut awan kertas", "again": "sapi laut awan kertas"}


def test_a_new_password_needs_the_old_one_and_ends_all_other_sessions(
    person: Person, app: Flask, clock: Clock
) -> None:
    other = Person(app, clock)
    other.gives_password()
    assert person.post("/petugas/akun/sandi", **NEW).status_code == 422
    assert person.post("/petugas/akun/sandi", **NEW, password="salah").status_code == 422
    assert other.is_in()
    assert person.post("/petugas/akun/sandi", **NEW, password=PASSWORD).status_code == 303
    assert (person.is_in(), other.is_in()) == (True, False)
    assert other.gives_password().status_code == 401


@pytest.mark.parametrize(
    ("new", "again", "told"),
    [("pendek", "pendek", "12 sampai 128"), ("sapi laut awan kertas", "sapi laut awan kertaz", "Tidak sama")],
)
def test_a_short_or_mistyped_new_password_is_not_taken(
    person: Person, new: str, again: str, told: str
) -> None:
    answer = person.post("/petugas/akun/sandi", new=new, again=again, password=PASSWORD)
    assert (answer.status_code, told in answer.text, new in answer.text) == (422, True, False)


def test_a_qr_names_the_house_and_the_person(person: Person) -> None:
    secret = new_secret()
    uri = urlsplit(provisioning_uri(secret, username="tuti", issuer="SuratSampai x"))
    said = parse_qs(uri.query)
    assert (uri.scheme, uri.netloc) == ("otpauth", "totp")
    assert (said["secret"], said["issuer"]) == ([secret_text(secret).replace(" ", "")], ["SuratSampai x"])


def test_no_field_for_a_password_or_a_code_is_called_optional(person: Person) -> None:
    person.clock.pass_(minutes=11)
    assert "boleh kosong" not in person.client.get("/petugas/akun").text
