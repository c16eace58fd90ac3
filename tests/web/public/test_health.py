"""Health tells the truth about the database and the media store, and nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text

from courier_app.domain.merkle import LeafType
from courier_app.domain.notes import vkey
from courier_app.domain.witnesses import COSIGNATURE, read_policy
from courier_app.evidence.cosignatures import witnesses_of
from courier_app.evidence.local_store import LocalStore
from courier_app.evidence.store import MemoryStore
from courier_app.evidence.time_stamps import Authority
from courier_app.models import CheckpointStamp, PublishedCheckpoint
from courier_app.services.health import store_answers
from courier_app.services.server_records import append_record
from tests.house import NOON, on_both

VOUCHED = (
    *["witnessed", "witnessed_size", "witnessed_seconds_ago"],
    *["stamped", "stamped_size", "stamped_seconds_ago"],
)


def vouched(client):
    told = client.get("/kesehatan").json
    assert told["status"] == "ok"
    return tuple(told[name] for name in VOUCHED)


@pytest.fixture
def watched(app, ports):
    """A house that asks one witness and one authority."""
    key = vkey("w.example", COSIGNATURE, Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    witnesses = witnesses_of(read_policy(f"witness w {key}\nquorum w\n"))
    asked = replace(ports, witnesses=witnesses, authority=Authority("https://tsa.example", b"", ()))
    app.extensions["suratsampai_ports"] = asked


def publish(house, size, *, witnessed_at=None, stamped_at=None):
    row = {"root": b"\x00" * 32, "note": b"", "signed_at": NOON, "witnessed_at": witnessed_at}
    with house.transaction() as session:
        session.add(PublishedCheckpoint(size=size, **row))
        session.flush()
        if stamped_at:
            session.add(CheckpointStamp(size=size, answer=b"", stamped_at=stamped_at, kept_at=stamped_at))


def test_what_nobody_outside_has_signed_yet_is_said(client, watched):
    assert vouched(client) == (False, None, None, False, None, None)


@on_both
def test_a_newest_checkpoint_that_is_witnessed_and_stamped_is_told_with_its_age(
    client, house, watched, clock
):
    publish(house, 5, witnessed_at=NOON, stamped_at=NOON)
    clock.pass_(seconds=90)
    assert vouched(client) == (True, 5, 90, True, 5, 90)


def test_a_newer_checkpoint_that_is_not_witnessed_is_told_beside_the_last_that_was(
    client, house, watched, clock
):
    publish(house, 5, witnessed_at=NOON, stamped_at=NOON)
    publish(house, 9)
    clock.pass_(seconds=30)
    assert vouched(client) == (False, 5, 30, False, 5, 30)


def test_where_nobody_is_asked_an_old_signature_counts_for_nothing(client, house):
    publish(house, 5, witnessed_at=NOON, stamped_at=NOON)
    assert vouched(client) == (None,) * 6


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
        **dict.fromkeys(VOUCHED),
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
