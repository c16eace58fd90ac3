"""Two trips on one phone: what the earlier one left is sent with a pass, beside the session of the later one."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import Client, TestResponse

from courier_app.db import Database
from courier_app.domain.packages import Status
from courier_app.models import Courier, Device, Handover, Package, Proof
from courier_app.services.handovers import revoke
from courier_app.services.ports import Ports
from courier_app.web.sessions import PASS_LIFE
from tests.addresses import addresses
from tests.evidence.phones import compact
from tests.house import NOON, on_both
from tests.phone import Frozen, Phone
from tests.town import a_courier, a_package, a_user, an_office
from tests.web.courier.doors import HOST, challenge, problem, send

OJOL: dict[str, Any] = {"user_id": None, "partner_code": "gojek", "plate": "K 4821 XB"}
SOON = int(NOON.timestamp()) + 120


class Trips:
    """One driver's phone: the cookie is the later trip's, and the earlier one has left a delivery unsent."""

    def __init__(self, app: Flask, house: Database, ports: Ports) -> None:
        self.house, self.ports = house, ports
        with house.transaction() as session:
            self.office = an_office(session)
        self.earlier, self.package = self._trip(app)
        self.later, _ = self._trip(app)
        self.left = self.earlier.freeze(self.package)

    def _trip(self, app: Flask) -> tuple[Phone, Package]:
        with self.house.transaction() as session:
            driver = a_courier(session, self.office, **OJOL)
            handover = self._handover(driver, a_user(session, office=self.office).id)
            session.add(handover)
            session.flush()
            facts = {"status": Status.PICKED_UP, "courier": driver}
            package = a_package(session, self.ports, self.office, **facts).package
            package.handover_id = handover.id
        return Phone(app, driver, handover=handover), package

    def _handover(self, driver: Courier, officer_id: Any) -> Handover:
        whose = {"office_id": self.office.id, "partner_code": "gojek", "officer_id": officer_id}
        times = {"created_at": NOON, "claimed_at": NOON, "expires_at": NOON + 8 * PASS_LIFE}
        return Handover(id=uuid4(), courier_id=driver.id, **whose, **times)

    def ask_for_pass(self, **said: Any) -> TestResponse:
        client = self.later.client
        members = {"challenge": challenge(client), "host": HOST, "exp": SOON} | said
        signed = self.earlier.key.signed(compact(members), typ="pod-login+jws")
        answer: TestResponse = send(client, "/kurir/api/passes", signed)
        return answer

    def with_pass(self, shown: str | None = None) -> FlaskClient:
        """The same browser: the later trip's cookie goes along."""
        client = self.later.new_client()
        found = shown or self.ask_for_pass().get_json()["pass"]
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {found}"
        return client

    def take_back_the_earlier(self) -> None:
        with self.house.transaction() as session:
            handover = session.get_one(Handover, self.package.handover_id)
            whose = {"office_id": handover.office_id, "officer_id": handover.officer_id}
            revoke(session, handover.id, **whose, now=NOON)

    def send_all(self, frozen: Frozen, client: FlaskClient) -> TestResponse:
        for file in frozen.files:
            self.earlier.send_media(file, client=client)
        return self.earlier.send_proof(frozen, client=client)


@pytest.fixture
def trips(app: Flask, house: Database, ports: Ports) -> Trips:
    return Trips(app, house, ports)


@on_both
def test_what_the_earlier_trip_left_is_sent_as_its_own(trips: Trips) -> None:
    assert trips.send_all(trips.left, trips.with_pass()).status_code == 201
    with trips.house.reading() as session:
        assert session.get_one(Proof, trips.left.proof).courier_id == trips.earlier.courier_id


def test_without_a_pass_the_later_trip_cannot_send_it(trips: Trips) -> None:
    assert trips.send_all(trips.left, trips.later.client).status_code >= 400
    with trips.house.reading() as session:
        assert session.get(Proof, trips.left.proof) is None


@on_both
def test_whoever_is_in_stays_in(trips: Trips) -> None:
    given = trips.ask_for_pass()
    trips.send_all(trips.left, trips.with_pass(given.get_json()["pass"]))
    here = trips.later.client.get("/kurir/api/session").get_json()["courier"]["id"]
    assert (given.headers.getlist("Set-Cookie"), here) == ([], str(trips.later.courier_id))


def test_a_pass_tells_the_round_of_its_own_trip(trips: Trips) -> None:
    """What the office has taken back meanwhile is told without leaving the later trip."""
    said = trips.with_pass().get("/kurir/api/round").get_json()
    packages = [package["pkg"] for package in said["packages"]]
    assert (said["courier"]["id"], packages) == (str(trips.earlier.courier_id), [trips.package.label_id])


@on_both
def test_with_a_pass_the_phone_hears_that_the_office_took_the_trip_back(trips: Trips) -> None:
    trips.take_back_the_earlier()
    assert trips.with_pass().get("/kurir/api/round").get_json()["over"]


def test_a_pass_at_hand_ends_with_its_trip(trips: Trips) -> None:
    client = trips.with_pass()
    trips.take_back_the_earlier()
    assert problem(client.get("/kurir/api/round")) == "sign-in-needed"


@pytest.mark.parametrize(
    "look",
    [
        lambda client: client.get("/kurir/api/session"),
        lambda client: client.get("/kurir/api/questions"),
        lambda client: client.delete("/kurir/api/session"),
    ],
)
def test_a_pass_shows_nobody_and_ends_nothing(
    trips: Trips, look: Callable[[FlaskClient], TestResponse]
) -> None:
    assert look(trips.with_pass()).status_code == 401
    assert trips.later.client.get("/kurir/api/session").status_code == 200


def test_a_pass_opens_four_addresses_of_the_courier_s(trips: Trips, app: Flask) -> None:
    shown = trips.ask_for_pass().get_json()["pass"]
    asked = (key for key, rule in addresses(app) if str(rule.endpoint).startswith("courier."))
    assert [key for key in asked if opens(app, shown, *key.split())] == [
        "PUT /kurir/api/media/<sha256:name>",
        "PUT /kurir/api/proofs/<uuid:proof_id>",
        "GET /kurir/api/round",
        "PUT /kurir/api/shifts/<uuid:shift_id>",
    ]


def opens(app: Flask, shown: str, method: str, rule: str) -> bool:
    """Asked without the tests' own client: no address promises to refuse a pass."""
    path = re.sub("<.*?>", str(uuid4()), rule.replace("<sha256:name>", "0" * 64))
    answer = Client(app).open(path, method=method, headers={"Authorization": f"Bearer {shown}"})
    return answer.status_code != 401


def test_a_pass_is_over_after_half_an_hour(trips: Trips, clock: Any) -> None:
    client = trips.with_pass()
    clock.pass_(seconds=PASS_LIFE.total_seconds())
    assert problem(trips.earlier.send_proof(trips.left, client=client)) == "sign-in-needed"


def test_an_invented_pass_does_not_fall_back_on_the_cookie(trips: Trips) -> None:
    client = trips.with_pass("kXo9m3T0cQ8lqgkY2v4n1A")
    assert problem(trips.earlier.send_proof(trips.left, client=client)) == "sign-in-needed"


def test_a_pass_in_the_cookies_place_opens_nothing(trips: Trips, app: Flask) -> None:
    browser = app.test_client()
    browser.set_cookie("kurir", trips.ask_for_pass().get_json()["pass"])
    assert browser.get("/kurir/api/round").status_code == 401


@pytest.mark.parametrize(
    "address", ["/kurir/api/devices", "/kurir/api/trips", "/kurir/api/session", "/kurir/api/session/device"]
)
def test_a_pass_makes_no_other_way_in(trips: Trips, address: str) -> None:
    assert problem(trips.with_pass().post(address, json={})) == "sign-in-needed"


def test_a_declaration_before_work_goes_with_a_pass(trips: Trips) -> None:
    """The pick-ups of that trip wait behind it. Its body is looked at: the door was open."""
    assert problem(trips.with_pass().put(f"/kurir/api/shifts/{uuid4()}", json={})) == "invalid"


def test_the_cookies_own_token_is_no_pass(trips: Trips) -> None:
    client = trips.with_pass(trips.later.cookie)
    assert problem(trips.earlier.send_proof(trips.left, client=client)) == "sign-in-needed"


def test_a_withdrawn_phone_gets_no_pass(trips: Trips) -> None:
    with trips.house.transaction() as session:
        mine = select(Device).where(Device.kid == trips.earlier.key.kid)
        session.scalars(mine).one().revoked_at = NOON
    assert problem(trips.ask_for_pass()) == "device-refused"


def test_what_a_look_alike_site_had_signed_brings_no_pass(trips: Trips) -> None:
    assert trips.ask_for_pass(host="suratsampai.example").status_code == 422


def test_a_pass_opens_no_desk(trips: Trips) -> None:
    client = trips.with_pass(shown := trips.ask_for_pass().get_json()["pass"])
    client.set_cookie("petugas", shown)
    answer = client.get("/petugas/")
    assert (answer.status_code, answer.location.partition("?")[0]) == (302, "/petugas/masuk")
