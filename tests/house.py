"""Fixtures of a running house: settings, ports, a migrated database of each kind, the application, a clock."""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

from courier_app import create_app
from courier_app.config import Settings, settings_from
from courier_app.db import Database
from courier_app.evidence.log_keys import load_log_key, make_log_key, write_known_key
from courier_app.evidence.receipts import make_receipt_key
from courier_app.evidence.sealed_keys import make_queue_keys
from courier_app.evidence.signer import begin_state
from courier_app.evidence.signing import make_acknowledgement_key
from courier_app.evidence.vault import make_kek_file
from courier_app.migrations import migrate
from courier_app.services.ports import Ports
from courier_app.services.reference_data import keep_reference_data
from tests.compiled import PAGES
from tests.databases import Databases, Kind
from tests.page_audit import AuditingClient

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # twelve o'clock in Semarang
KEY = "5a" * 32
LOG = "surat.example.go.id/log"


class Clock:
    """Stands still until a test moves it."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


def furnish(url: str) -> None:
    """Tables by the real migrations, and the reference data."""
    migrate(url)
    house = Database(url)
    with house.transaction() as session:
        keep_reference_data(session, now=NOON)
    house.engine.dispose()


def furnish_file(path: Path) -> None:
    """The same in a file of SQLite; the migrations run once in a process."""
    shutil.copyfile(_furnished_once(), path)


@cache
def _furnished_once() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="furnished-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    furnish(f"sqlite:///{folder / 'furnished.db'}")
    return folder / "furnished.db"


def secret_files(folder: Path) -> None:
    make_kek_file(folder / "secrets" / "kek.json")
    make_acknowledgement_key(folder / "secrets" / "ack-key.json")
    make_queue_keys(folder / "secrets" / "queue-keys.json")
    make_receipt_key(folder / "secrets" / "receipt-key")
    make_log_key(folder / "secrets" / "log-key", LOG)
    write_known_key(folder / "secrets" / "log-key.pub", load_log_key(folder / "secrets" / "log-key"))
    begin_state(folder / "signer" / "last-tree", LOG)


@pytest.fixture(scope="session")
def house_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    (folder / "secrets").mkdir(mode=0o700)
    secret_files(folder)
    return folder


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> Kind:
    """SQLite, unless the test is marked `@on_both`: then it runs on PostgreSQL too."""
    found: Kind = getattr(request, "param", "sqlite")
    return found


on_both = pytest.mark.parametrize("kind", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def settings(databases: Databases, kind: Kind, house_dir: Path) -> Iterator[Settings]:
    url = databases.fresh(kind, furnish)
    yield _settings_of_a_test(house_dir, url)
    databases.drop(url)


def _settings_of_a_test(house_dir: Path, url: str) -> Settings:
    env = {
        "SURAT_DATA_DIR": str(house_dir),
        "SURAT_PUBLIC_URL": "http://localhost",
        "SURAT_DATABASE_URL": url,
        "SURAT_MEDIA_URL": "memory:",
        "SURAT_LABEL_HOST": "surat.example.go.id",
        "SURAT_SECRET_KEY": KEY,
        "SURAT_CLAIM_KEY": KEY,
        "SURAT_INDEX_KEY": KEY,
        "SURAT_ENVIRONMENT": "test",
        "SURAT_ARGON2_COST": "quick",
    }
    return settings_from(env)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(settings: Settings, clock: Clock) -> Iterator[Flask]:
    """The whole application, its clock in the test's hand."""
    made = create_app(settings)
    made.config["TESTING"] = True
    made.jinja_env.bytecode_cache = PAGES
    made.test_client_class = AuditingClient  # every page that a test fetches is looked over
    made.extensions["suratsampai_clock"] = clock
    yield made
    made.extensions["suratsampai_db"].engine.dispose()


@pytest.fixture
def house(app: Flask) -> Database:
    """The application's own database: `with house.transaction() as session`."""
    found: Database = app.extensions["suratsampai_db"]
    return found


@pytest.fixture
def ports(app: Flask) -> Ports:
    found: Ports = app.extensions["suratsampai_ports"]
    return found
