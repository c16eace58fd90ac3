"""A citizen at the door: a package, its code, and the way in."""

import re
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from courier_app.db import Database
from courier_app.domain.packages import Status
from courier_app.models import Courier, Office
from courier_app.services.moves import Actor, walk
from courier_app.services.packages import Registered
from courier_app.services.ports import Ports
from tests.house import NOON
from tests.town import a_courier, a_package, an_office

OJOL = {"user_id": None, "partner_code": "gojek", "name": "Agus Prasetyo", "plate": "K 4821 XB"}


class Envelopes:
    """Packages of one office, in the hands of one driver."""

    def __init__(self, house: Database, ports: Ports) -> None:
        self.house, self.ports = house, ports
        with house.transaction() as session:
            self.office: Office = an_office(session)
            self.courier: Courier = a_courier(session, self.office, **OJOL)

    def one(self, status: Status = Status.OUT_FOR_DELIVERY, **said: object) -> Registered:
        with self.house.transaction() as session:
            facts = {"status": Status.OUT_FOR_DELIVERY, "courier": self.courier} | said
            made = a_package(session, self.ports, self.office, **facts)
            if status is not Status.OUT_FOR_DELIVERY:
                walk(session, made.package, (status,), by=Actor(), at=(NOON, NOON))
            return made


def claim(client: FlaskClient, made: Registered) -> TestResponse:
    return client.post("/cek", data={"nomor": made.package.alias, "kode": made.claim_code})


def words(answer: TestResponse) -> str:
    """What a page says, as one line of text."""
    body = answer.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", "<" + body)).split())


def token(answer: TestResponse) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
    assert found, "the page has no form with a token"
    return found[1]
