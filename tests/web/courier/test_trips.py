"""An ojol driver without an account: one handover QR, one trip."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from courier_app.db import Database
from courier_app.domain.handover_tokens import TOKEN_LIFE
from courier_app.domain.packages import Status
from courier_app.models import Courier, Handover, HandoverPackage, Package
from courier_app.services.handovers import token_digest
from tests.evidence.phones import Phone
from tests.house import NOON, on_both
from tests.town import a_package, a_user, an_office
from tests.web.courier.doors import enrol, problem, reopen, sign_in

TOKEN = "kXo9m3T0cQ8lqgkY2v4n1A"
AGUS = {
    "token": TOKEN,
    "claim": "b0f9c2de-58a7-4a7e-9a53",
    "name": "Agus Salim",
    "phone": "0812 3456 7890",
    "plate": "h 1234 ab",
}
STRANGER = "somebody-else-with-a-phone"
SOON = int(NOON.timestamp()) + 120


@pytest.fixture
def office(house):
    with house.transaction() as session:
        return an_office(session)


@pytest.fixture
def handover(house, ports, office) -> UUID:
    """Two packages wait for a driver of Gojek, for two minutes."""
    return open_handover(house, ports, office, TOKEN)


def open_handover(house: Database, ports, office, token: str) -> UUID:
    handover_id = uuid4()
    with house.transaction() as session:
        session.add(
            Handover(
                id=handover_id,
                office_id=office.id,
                partner_code="gojek",
                officer_id=a_user(session, office=office).id,
                token_digest=token_digest(token),
                token_expires_at=NOON + TOKEN_LIFE,
                created_at=NOON,
                expires_at=NOON + timedelta(hours=8),
            )
        )
        session.flush()
        for _ in range(2):
            package = a_package(session, ports, office, status=Status.ASSIGNED).package
            package.handover_id = handover_id
            session.add(HandoverPackage(handover_id=handover_id, package_id=package.id))
    return handover_id


@pytest.fixture
def client(app: Flask, handover):
    return app.test_client()


@pytest.fixture
def driver(client):
    """Agus, on his trip."""
    assert claim(client).status_code == 201
    return client


def claim(client, **said):
    return client.post("/kurir/api/trips", json=AGUS | said)


def look(client, token: str = TOKEN):
    return client.post("/kurir/api/trips/look", json={"token": token})


@on_both
def test_before_anything_is_claimed_the_qr_tells_what_it_offers(client, office):
    assert look(client).json == {
        "office": office.name,
        "partner": "Gojek",
        "packages": 2,
        "expires_at": "2026-11-23T13:00:00.000Z",
        "fill_by": "2026-11-23T05:10:00.000Z",
    }


def test_looking_uses_nothing_up(client):
    look(client)
    assert claim(client).status_code == 201


@on_both
def test_the_driver_becomes_the_courier_of_the_packages(client, house, handover):
    courier_id = UUID(claim(client).json["courier"]["id"])
    with house.reading() as session:
        owners = session.scalars(select(Package.courier_id).where(Package.handover_id == handover)).all()
        kept = session.get_one(Handover, handover)
        driver = session.get_one(Courier, courier_id)
    assert owners == [courier_id, courier_id]
    assert (kept.courier_id, kept.claimed_at) == (courier_id, NOON)
    assert (driver.name, driver.phone, driver.plate, driver.user_id) == (
        "Agus Salim",
        "081234567890",
        "H 1234 AB",
        None,
    )


def test_his_session_ends_with_the_trip(driver, clock):
    assert driver.get("/kurir/api/session").json["expires_at"] == "2026-11-23T13:00:00.000Z"
    clock.pass_(hours=8)
    assert problem(driver.get("/kurir/api/session")) == "sign-in-needed"


def test_he_sees_the_packages_of_the_trip_and_no_others(driver, house, ports, office):
    other = open_handover(house, ports, office, "another")
    with house.transaction() as session:
        agus = session.scalars(select(Courier)).one()
        for package in session.scalars(select(Package).where(Package.handover_id == other)):
            package.courier_id = agus.id
    assert len(driver.get("/kurir/api/round").json["packages"]) == 2


def test_the_token_works_once(app, driver):
    assert problem(claim(app.test_client(), claim=STRANGER)) == "handover-taken"
    assert look(app.test_client()).status_code == 410


def test_whoever_comes_second_reads_that_the_trip_was_taken_and_whom_to_tell(app, client):
    """Both had the QR open on their phones; the first to send his name got the trip."""
    second = app.test_client()
    look(client)
    look(second)
    claim(client)
    said = claim(second, claim=STRANGER).json["detail"]
    assert "sudah diambil" in said
    assert "Beri tahu petugas" in said
    assert "Tarik kembali, lalu buat serah terima baru" in said


def test_who_took_the_trip_is_told_to_nobody_but_the_officer(app, driver):
    said = claim(app.test_client(), claim=STRANGER).text + look(app.test_client()).text
    assert not any(word in said for word in ("Agus", "3456", "1234"))


@on_both
def test_the_phone_whose_answer_got_lost_asks_again_and_gets_the_same_trip(app, client, house):
    first, again = claim(client), claim(app.test_client())
    assert (again.status_code, again.json["courier"]) == (201, first.json["courier"])
    with house.reading() as session:
        assert len(session.scalars(select(Courier)).all()) == 1


def test_asking_again_is_over_after_ten_minutes(app, driver, clock):
    clock.pass_(minutes=10)
    assert problem(claim(app.test_client())) == "handover-taken"


def test_asking_again_is_over_when_the_trip_is_revoked(app, driver, house, handover):
    revoke(house, handover)
    assert problem(claim(app.test_client())) == "handover-closed"


@on_both
def test_a_driver_who_opened_the_qr_in_time_may_type_slowly(client, clock):
    clock.pass_(seconds=119)
    look(client)
    clock.pass_(minutes=9)
    assert claim(client).status_code == 201


def test_slow_typing_ends_ten_minutes_after_the_first_look(client, clock):
    look(client)
    clock.pass_(minutes=10)
    assert problem(claim(client)) == "handover-closed"


def test_looking_again_gives_no_more_time(client, clock):
    look(client)
    clock.pass_(minutes=9)
    assert look(client).status_code == 200
    clock.pass_(minutes=1)
    assert (look(client).status_code, claim(client).status_code) == (410, 410)


def test_the_time_to_type_belongs_to_the_browser_that_looked_first(app, client, clock):
    second = app.test_client()
    look(client)
    look(second)
    clock.pass_(minutes=2)
    assert (look(second).status_code, claim(second).status_code) == (410, 410)
    assert claim(client).status_code == 201


def test_in_the_first_two_minutes_whoever_claims_first_gets_the_trip(app, client):
    look(client)
    assert claim(app.test_client()).status_code == 201
    assert claim(client, claim=STRANGER).status_code == 410


def test_an_address_copied_from_a_slow_drivers_phone_is_worth_nothing_elsewhere(app, client, clock):
    """The token alone, without the browser that opened it."""
    look(client)
    clock.pass_(minutes=5)
    for cookie in ("", "guess", "x" * 22):
        thief = app.test_client()
        thief.set_cookie("serah", cookie)
        assert problem(claim(thief)) == "handover-closed"


def test_the_browsers_cookie_is_no_ones_to_read_and_says_nothing(client):
    said = look(client).headers["Set-Cookie"]
    assert all(word in said for word in ("HttpOnly", "SameSite=Strict", "Max-Age=600", "Path=/"))
    assert TOKEN not in said


def test_a_slow_driver_takes_over_once(app, client, clock):
    look(client)
    clock.pass_(minutes=5)
    assert claim(client).status_code == 201
    assert problem(claim(client, claim=STRANGER)) == "handover-taken"


def test_taking_back_ends_a_slow_drivers_time(client, house, handover, clock):
    look(client)
    clock.pass_(minutes=3)
    revoke(house, handover)
    assert problem(claim(client)) == "handover-closed"


def test_the_token_is_dead_after_two_minutes(client, clock):
    clock.pass_(minutes=2)
    assert (look(client).status_code, claim(client).status_code) == (410, 410)


def test_an_invented_token_is_answered_like_one_that_was_taken_back(app, driver, house, handover):
    revoke(house, handover)
    taken_back, invented = look(app.test_client()), look(app.test_client(), "invented")
    assert taken_back.json == invented.json


def test_a_trip_that_is_over_is_answered_like_an_invented_one(app, driver, clock):
    clock.pass_(hours=9)
    assert look(app.test_client()).json == look(app.test_client(), "invented").json


def test_a_revoked_handover_cannot_be_claimed(client, house, handover):
    revoke(house, handover)
    assert problem(claim(client)) == "handover-closed"


def test_a_revoked_trip_shows_nothing_any_more(driver, house, handover):
    revoke(house, handover)
    assert driver.get("/kurir/api/round").json["packages"] == []


@pytest.mark.parametrize(
    ("member", "typed", "words"),
    [("name", " ", "nama lengkap"), ("phone", "12", "nomor HP"), ("plate", "??", "nomor polisi")],
)
def test_what_cannot_be_true_is_asked_again_in_plain_words(client, member, typed, words):
    answer = claim(client, **{member: typed})
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, f"#/{member}")
    assert words in answer.json["detail"]
    assert claim(client).status_code == 201


@on_both
def test_of_twenty_who_claim_at_once_one_gets_the_trip(app, handover, house):
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda n: claim(app.test_client(), claim=f"{STRANGER}{n}"), range(20)))
    assert sorted(answer.status_code for answer in answers) == [201] + [410] * 19
    with house.reading() as session:
        assert len(session.scalars(select(Courier)).all()) == 1


def test_guessing_tokens_has_to_slow_down(client):
    for _ in range(30):
        look(client, "guess")
    answer = look(client, "guess")
    assert (answer.status_code, problem(answer)) == (429, "too-many-tries")


def test_his_phone_enrols_for_the_trip_and_comes_back_with_its_key(app, driver):
    phone, later = Phone(), app.test_client()
    assert enrol(driver, phone).status_code == 201
    assert reopen(later, phone, exp=SOON).json["kind"] == "trip"
    assert len(later.get("/kurir/api/round").json["packages"]) == 2


def test_after_the_trip_his_key_still_lets_him_send_and_shows_him_nobody(app, driver, clock):
    phone, later = Phone(), app.test_client()
    enrol(driver, phone)
    clock.pass_(hours=8)
    assert reopen(later, phone, exp=SOON + 8 * 3600).json["kind"] == "trip"
    assert later.get("/kurir/api/round").json["packages"] == []


@pytest.mark.parametrize(("hours", "over"), [(7, False), (8, True)])
def test_the_round_says_when_the_trip_is_over(app, driver, clock, hours, over):
    phone, later = Phone(), app.test_client()
    enrol(driver, phone)
    clock.pass_(hours=hours)
    reopen(later, phone, exp=SOON + hours * 3600)
    assert later.get("/kurir/api/round").json["over"] is over


def test_a_week_after_the_trip_his_key_opens_nothing(app, driver, clock):
    phone = Phone()
    enrol(driver, phone)
    clock.pass_(days=7, hours=8)
    late = int(clock().timestamp()) + 60
    assert problem(reopen(app.test_client(), phone, exp=late)) == "sign-in-needed"


def test_after_a_trip_was_revoked_his_key_still_lets_him_send(app, driver, house, handover):
    phone, later = Phone(), app.test_client()
    enrol(driver, phone)
    revoke(house, handover)
    assert reopen(later, phone, exp=SOON).status_code == 200
    round_ = later.get("/kurir/api/round").json
    assert (round_["packages"], round_["over"]) == ([], True)


def test_no_new_phone_joins_a_trip_that_is_over(driver, house, handover):
    revoke(house, handover)
    assert problem(enrol(driver, Phone())) == "sign-in-needed"


def test_a_driver_has_no_password_to_sign_in_with(app, driver):
    assert problem(sign_in(app.test_client(), "Agus Salim", "")) == "bad-credentials"


def revoke(house: Database, handover_id: UUID):
    with house.transaction() as session:
        session.get_one(Handover, handover_id).revoked_at = NOON
