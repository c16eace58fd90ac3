"""Health tells the truth about the database and the media store, and nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from courier_app.domain.merkle import LeafType
from courier_app.evidence.local_store import LocalStore
from courier_app.evidence.store import MemoryStore
from courier_app.services.health import store_answers
from courier_app.services.server_records import append_record
from tests.house import NOON, on_both


@on_both
def test_a_healthy_house_says_so(client):
    answer = client.get("/kesehatan")
    assert answer.status_code == 200
    assert answer.json | {"build": "", "schema_revision": ""} == {
        "status": "ok",
        "database": True,
        "media_store": True,
        "schema_revision": "",
        "ledger_size": 0,
        "ledger_published": 0,
        "build": "",
    }


def test_the_schema_and_the_build_are_named(client, app):
    told = client.get("/kesehatan").json
    assert told["schema_revision"].isdecimal()
    assert told["build"] == app.extensions["suratsampai_build"]


def test_the_ledgers_size_is_told(client, house):
    with house.transaction() as session:
        append_record(session, LeafType.LABEL_BATCH, {}, now=NOON)
    told = client.get("/kesehatan").json
    assert (told["status"], told["ledger_size"], told["ledger_published"]) == ("ok", 1, 0)


def test_a_ledger_that_nobody_publishes_is_not_healthy(client, house, clock):
    with house.transaction() as session:
        append_record(session, LeafType.LABEL_BATCH, {}, now=NOON)
    clock.pass_(seconds=121)
    assert client.get("/kesehatan").json["status"] == "failing"


def test_a_database_without_tables_is_not_healthy(client, house):
    with house.transaction() as session:
        session.execute(text("DROP TABLE alembic_version"))
    answer = client.get("/kesehatan")
    assert (answer.status_code, answer.json["status"], answer.json["database"]) == (503, "failing", False)


class FullDisk:
    def keep(self, _name: str, _body: bytes) -> None:
        raise OSError(28, "No space left on device")


def test_a_full_disk_is_not_healthy(client, app, ports):
    app.extensions["suratsampai_ports"] = replace(ports, store=FullDisk())
    answer = client.get("/kesehatan")
    assert (answer.status_code, answer.json["media_store"]) == (503, False)


class CountingStore(MemoryStore):
    def __init__(self) -> None:
        super().__init__()
        self.writes = 0

    def keep(self, name: str, body: bytes) -> None:
        self.writes += 1
        super().keep(name, body)


@pytest.fixture
def counting(app, ports):
    store = CountingStore()
    app.extensions["suratsampai_ports"] = replace(ports, store=store)
    return store


def test_a_stranger_who_asks_without_end_does_not_keep_the_disk_busy(client, counting):
    assert {client.get("/kesehatan").status_code for _ in range(20)} == {200}
    assert counting.writes == 1


def test_after_five_seconds_the_store_is_asked_again(client, counting, clock):
    client.get("/kesehatan")
    clock.pass_(seconds=5)
    client.get("/kesehatan")
    assert counting.writes == 2


def test_a_folder_that_went_away_is_noticed(tmp_path: Path):
    store = LocalStore(tmp_path / "media")
    assert store_answers(store)
    for folder in (tmp_path / "media").iterdir():
        folder.rmdir()
    assert not store_answers(store)


def test_asking_leaves_nothing_behind(tmp_path: Path):
    store = LocalStore(tmp_path / "media")
    store_answers(store)
    assert list(store.names()) == []


@pytest.mark.parametrize("environment", ["test", "development"])
def test_the_style_guide_is_there_for_those_who_build(client, app, environment):
    app.extensions["suratsampai_settings"] = replace(
        app.extensions["suratsampai_settings"], environment=environment
    )
    assert client.get("/gaya").status_code == 200


def test_the_style_guide_is_not_there_in_production(client, app):
    app.extensions["suratsampai_settings"] = replace(
        app.extensions["suratsampai_settings"], environment="production"
    )
    assert client.get("/gaya").status_code == 404
