"""Signing in as a courier, staying in, leaving."""

from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import delete, select

from courier_app.models import Audience, Courier, LoginSession, Role, Throttle, User
from courier_app.services.accounts import close_account
from courier_app.services.passwords import hash_password, hasher_of
from courier_app.web.sessions import digest
from tests.house import NOON
from tests.town import a_user, an_office
from tests.web.courier.doors import PASSWORD, a_postman, problem, sign_in


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def budi(house) -> Courier:
    with house.transaction() as session:
        return a_postman(session, an_office(session))


class CountingHasher(PasswordHasher):
    """Counts how often a password was really checked."""

    checked = 0

    def verify(self, hash, password):
        self.checked += 1
        return super().verify(hash, password)


@pytest.fixture
def hasher(app) -> CountingHasher:
    counting = CountingHasher(time_cost=1, memory_cost=8, parallelism=1)
    app.extensions["suratsampai_ports"] = replace(app.extensions["suratsampai_ports"], hasher=counting)
    return counting


def test_a_postman_signs_in_and_is_known_afterwards(client, budi):
    assert sign_in(client).status_code == 200
    assert client.get("/kurir/api/session").json["courier"]["id"] == str(budi.id)


def test_a_name_that_a_phone_began_with_a_capital_is_the_same_name(client, budi):
    assert sign_in(client, " Budi ").status_code == 200


def test_a_session_ends_after_sixteen_hours_however_busy(client, budi, clock):
    sign_in(client)
    for _ in range(2):
        clock.pass_(hours=7, minutes=59)
        assert client.get("/kurir/api/session").status_code == 200
    clock.pass_(minutes=2)
    assert problem(client.get("/kurir/api/session")) == "sign-in-needed"


def test_without_a_session_the_answer_is_json_and_no_redirect(client):
    answer = client.get("/kurir/api/session")
    assert (answer.status_code, problem(answer)) == (401, "sign-in-needed")


def test_leaving_ends_the_session_on_the_server(client, budi, house):
    sign_in(client)
    assert client.delete("/kurir/api/session").status_code == 204
    assert client.get("/kurir/api/session").status_code == 401
    with house.reading() as session:
        assert session.scalars(select(LoginSession)).all() == []


def test_a_session_that_is_ended_while_a_request_runs_stays_ended(
    app, client, budi, house, clock, monkeypatch
):
    sign_in(client)
    clock.pass_(minutes=2)  # long enough for the row to be refreshed

    def ended_meanwhile(answer):
        with house.transaction() as session:
            session.execute(delete(LoginSession))
        return answer

    with monkeypatch.context() as meanwhile:
        meanwhile.setitem(app.after_request_funcs, "courier", [ended_meanwhile])
        client.get("/kurir/api/session")
    assert problem(client.get("/kurir/api/session")) == "sign-in-needed"


def test_sessions_that_are_over_are_swept_away_when_somebody_signs_in(app, client, budi, house, clock):
    sign_in(client)
    clock.pass_(days=1)
    sign_in(app.test_client())
    with house.reading() as session:
        assert len(session.scalars(select(LoginSession)).all()) == 1


def test_signing_in_gives_a_new_token_each_time(client, budi):
    sign_in(client)
    first = client.get_cookie("kurir").value
    sign_in(client)
    assert client.get_cookie("kurir").value != first


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(client, budi):
    cookie = sign_in(client).headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))


@pytest.mark.parametrize(
    ("username", "password"),
    [("budi", "salah"), ("tidak-ada", PASSWORD), ("budi", "x" * 129), ("bu\0di", PASSWORD), ("", "")],
)
def test_whatever_is_wrong_the_answer_is_the_same(client, budi, username, password):
    answer, plain = sign_in(client, username, password), sign_in(client, "budi", "salah")
    assert (answer.status_code, answer.json) == (401, plain.json)


def test_an_unknown_name_costs_as_much_work_as_a_known_one(client, budi, hasher):
    sign_in(client, "budi", "salah")
    sign_in(client, "tidak-ada", "salah")
    assert hasher.checked == 2


def test_a_password_that_is_too_long_is_refused_before_any_work(client, budi, hasher):
    assert sign_in(client, "budi", "x" * 129).status_code == 401
    assert hasher.checked == 0


def test_a_closed_account_does_not_get_in(client, house):
    with house.transaction() as session:
        a_postman(session, an_office(session), closed_at=NOON)
    assert problem(sign_in(client)) == "bad-credentials"


def test_closing_an_account_ends_its_session_at_once(client, budi, house):
    sign_in(client)
    with house.transaction() as session:
        close_account(session, "budi", now=NOON)
    assert problem(client.get("/kurir/api/session")) == "sign-in-needed"


def test_an_officer_s_password_opens_no_courier_s_session(client, house):
    with house.transaction() as session:
        kept = hash_password(PASSWORD, hasher=hasher_of("quick"))
        a_user(session, Role.OFFICER, office=an_office(session), username="rina", password_hash=kept)
    assert problem(sign_in(client, "rina")) == "bad-credentials"


def test_the_sixth_try_in_a_minute_has_to_wait(client, budi):
    for _ in range(5):
        sign_in(client, "budi", "salah")
    answer = sign_in(client)
    assert (answer.status_code, problem(answer), answer.headers["Retry-After"]) == (
        429,
        "too-many-tries",
        "60",
    )


def test_a_locked_name_hears_for_how_many_minutes(client, budi, clock):
    for minutes in (0, 0, 0, 0, 0, 1, 2, 4, 8):
        clock.pass_(minutes=minutes)
        sign_in(client, "budi", "salah")
    assert sign_in(client).json["detail"] == "Terlalu sering mencoba. Coba lagi 15 menit lagi."


def test_no_name_and_no_address_stands_in_the_count(client, budi, house):
    sign_in(client, "budi", "salah")
    with house.reading() as session:
        keys = [row.key for row in session.scalars(select(Throttle))]
    assert len(keys) == 3
    assert not any(b"budi" in key or b"127.0.0.1" in key for key in keys)


def test_a_hash_made_with_weaker_parameters_is_made_anew(client, house):
    weak = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash(PASSWORD)
    with house.transaction() as session:
        user_id = a_postman(session, an_office(session), password_hash=weak).user_id
    sign_in(client)
    with house.reading() as session:
        assert session.get_one(User, user_id).password_hash != weak
    assert sign_in(client).status_code == 200


def test_a_form_of_another_site_is_refused(client, budi):
    answer = client.post("/kurir/api/session", json={}, headers={"Origin": "https://evil.example"})
    assert problem(answer) == "foreign-origin"


def test_an_unknown_member_is_refused_and_not_repeated(client):
    answer = client.post("/kurir/api/session", json={"username": "a", "password": "b", "role": "admin"})
    assert problem(answer) == "invalid"
    assert answer.json["errors"] == [{"pointer": "#/", "detail": "extra_forbidden"}]


def test_only_json_is_read_as_json(client):
    answer = client.post("/kurir/api/session", data="{}", content_type="text/plain")
    assert problem(answer) == "media-type"


def test_a_staff_session_opens_no_courier_s_door(app, client, budi, house, clock):
    token = "x" * 43
    with house.transaction() as session:
        session.add(a_staff_session(token, budi, clock()))
    client.set_cookie("petugas", token)
    client.set_cookie("kurir", token)
    assert problem(client.get("/kurir/api/round")) == "sign-in-needed"


def test_a_courier_s_session_opens_no_staff_door(client, budi):
    sign_in(client)
    client.set_cookie("petugas", client.get_cookie("kurir").value)
    answer = client.get("/petugas/")
    assert (answer.status_code, answer.location.split("?")[0]) == (302, "/petugas/masuk")


def a_staff_session(token, courier, now):
    return LoginSession(
        id=digest(token),
        audience=Audience.STAFF,
        courier_id=courier.id,
        created_at=now,
        seen_at=now,
        expires_at=now + timedelta(hours=1),
    )
