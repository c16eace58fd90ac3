"""Twenty at once over the production server, two processes: what threads in one process cannot show."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import func, select

from courier_app import create_app
from courier_app.config import Settings
from courier_app.db import Database
from courier_app.domain.packages import Status
from courier_app.models import Leaf, Media, Proof
from tests.browser.server import Server, running_server
from tests.phone import File, Frozen, Phone, a_photo
from tests.town import a_courier, a_package, an_office

AT_ONCE = 20
Answer = tuple[int, bytes]


@dataclass
class House:
    """A phone whose proof waits to be sent, its parts not there yet."""

    server: Server
    phone: Phone
    frozen: Frozen

    def put(self, address: str, body: bytes, type_: str) -> Answer:
        """By a connection of its own, as a phone has one."""
        line = HTTPConnection(self.server.host, timeout=60)
        headers = {"Content-Type": type_, "Cookie": f"kurir={self.phone.cookie}"}
        line.request("PUT", address, body, headers)
        answer = line.getresponse()
        said = answer.status, answer.read()
        line.close()
        return said

    def part(self, file: File) -> Answer:
        return self.put(f"/kurir/api/media/{file.sha256}", file.body, str(file.line["type"]))

    def proof(self) -> Answer:
        return self.put(f"/kurir/api/proofs/{self.frozen.proof}", self.frozen.body, self.frozen.type)

    def count(self, table: type) -> int:
        with self.server.database.reading() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made: list[tuple[Phone, Frozen]] = []

    def fill(settings: Settings, database: Database) -> None:
        made.append(_somebody_at_a_door(settings))

    with running_server(Path(tmp_path_factory.mktemp("races")), fill=fill) as server:
        yield House(server, *made[0])


def _somebody_at_a_door(settings: Settings) -> tuple[Phone, Frozen]:
    app, now = create_app(settings), datetime.now(UTC)
    ours: Database = app.extensions["suratsampai_db"]
    with ours.transaction() as session:
        office = an_office(session)
        courier = a_courier(session, office)
        facts = {"status": Status.PICKED_UP, "courier": courier}
        package = a_package(session, app.extensions["suratsampai_ports"], office, **facts).package
    phone = Phone(app, courier, now=now)
    return phone, phone.freeze(package)


def at_once(act: object) -> list[Answer]:
    gate = Barrier(AT_ONCE)

    def released(_: int) -> Answer:
        gate.wait(timeout=30)
        found: Answer = act()  # type: ignore[operator]
        return found

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(released, range(AT_ONCE)))


def test_twenty_identical_parts_and_then_proofs_at_once_are_one_of_each(house: House) -> None:
    photo, quiet = a_photo(), house.server.troubles()
    parts = at_once(lambda: house.part(photo))
    assert Counter(status for status, _ in parts) == {201: 1, 200: AT_ONCE - 1}
    for file in house.frozen.files:
        assert house.part(file)[0] == 201
    answers = at_once(house.proof)
    assert Counter(status for status, _ in answers) == {201: 1, 200: AT_ONCE - 1}
    assert len({body for _, body in answers}) == 1
    assert (house.count(Proof), house.count(Leaf)) == (1, 1)
    assert house.count(Media) == len(house.frozen.files) + 1
    assert house.server.troubles() == quiet
