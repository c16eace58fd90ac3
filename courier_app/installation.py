"""What must stand before a worker starts: folders, secrets, key files, tables and reference data."""

import fcntl
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import inspect, select
from sqlalchemy.exc import SQLAlchemyError

from courier_app.config import ROOT, Settings, settings_from
from courier_app.db import Database
from courier_app.evidence.log_keys import load_log_key, make_log_key, read_known_key, write_known_key
from courier_app.evidence.receipts import load_receipt_key, make_receipt_key
from courier_app.evidence.sealed_keys import load_queue_keys, make_queue_keys
from courier_app.evidence.secret_files import read_secret, write_secret
from courier_app.evidence.signer import begin_state, read_state
from courier_app.evidence.signing import load_acknowledgement_key, make_acknowledgement_key
from courier_app.evidence.vault import load_kek_ring, make_kek_file
from courier_app.migrations import migrate
from courier_app.models import Base, IssuedReceipt, PublishedCheckpoint
from courier_app.services.reference_data import keep_reference_data

SECRETS = ("SURAT_SECRET_KEY", "SURAT_CLAIM_KEY", "SURAT_INDEX_KEY")
LOST = """These are missing, and a database that needs them is there: {names}.
Codes that citizens hold and pictures in the vault cannot be read without them. Bring them back from your backup.
To begin anew instead, empty the data folder and the database."""
LOST_RECEIPTS = (
    """{name} is missing, and citizens hold receipts that it signed. Bring it back from your backup."""
)
LOST_LOG = """These are missing, and checkpoints of this log are published: {names}.
Bring back the key from your backup. The memory of the signer must not come from a backup: docs/guides/operator.md
says how it is built anew from a checkpoint."""


def prepare(env: Mapping[str, str], *, now: datetime) -> Settings:
    """Makes what is missing, keeps what is there, and answers with complete settings. Safe to run again.

    Stops the process, in plain words, when a secret of a database in use is gone.
    """
    folder = data_folder(env)
    made = {} if _secrets_file(folder).exists() else {name: secrets.token_hex(32) for name in SECRETS}
    settings = settings_from({**made, **with_secrets(env)})
    _refuse_lost(settings, made, env)
    if made:
        _write_secrets(folder, made)
    _make_keys(settings)
    _bring_up(settings.database_url, now)
    return settings


def with_secrets(env: Mapping[str, str]) -> dict[str, str]:
    """The environment, completed by the secrets file; what the environment says itself wins."""
    file = _secrets_file(data_folder(env))
    lines = read_secret(file).decode().splitlines() if file.exists() else []
    return {**dict(line.split("=", 1) for line in lines if "=" in line), **env}


def running_settings(env: Mapping[str, str]) -> Settings:
    """For a command beside a running server: the same folder, the same secrets."""
    said = {"SURAT_DATA_DIR": str(ROOT / "data"), "SURAT_PUBLIC_URL": "http://localhost:8000", **env}
    return settings_from(with_secrets(said))


def data_folder(env: Mapping[str, str]) -> Path:
    if not env.get("SURAT_DATA_DIR"):
        raise SystemExit("Set SURAT_DATA_DIR to the folder that holds the data, or start with `make run`.")
    return Path(env["SURAT_DATA_DIR"]).resolve()


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """One preparation of a data folder at a time; the folder itself is made, for its owner alone."""
    (folder / "secrets").mkdir(mode=0o700, parents=True, exist_ok=True)
    for private in (folder, folder / "secrets"):
        private.chmod(0o700)
    with (folder / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def is_in_use(url: str) -> bool:
    """Whether our tables are in this database."""
    engine = Database(url).engine
    try:
        return inspect(engine).has_table("packages")
    finally:
        engine.dispose()


def has_rows(url: str, model: type[Base]) -> bool:
    """Whether people out there hold something of this kind."""
    table = model.__table__
    engine = Database(url).engine
    try:
        if not inspect(engine).has_table(model.__tablename__):
            return False
        with engine.connect() as connection:
            return connection.execute(select(table).limit(1)).first() is not None
    finally:
        engine.dispose()


def _secrets_file(folder: Path) -> Path:
    return folder / "secrets" / "env"


def _refuse_lost(settings: Settings, made: Mapping[str, str], env: Mapping[str, str]) -> None:
    files = [str(file) for file in (settings.kek_file, settings.ack_key_file) if not file.exists()]
    lost = [name for name in made if not env.get(name)] + files
    if lost and _answering(settings.database_url):
        raise SystemExit(LOST.format(names=", ".join(lost)))
    _refuse_lost_log(settings)


def _refuse_lost_log(settings: Settings) -> None:
    """A new key would begin a second log under the same name; a new memory would let it fork."""
    needed = (
        (settings.log_vkey_file,)
        if settings.signer_socket
        else (settings.log_key_file, settings.signer_state)
    )
    lost = [str(file) for file in needed if not file.exists()]
    if lost and has_rows(settings.database_url, PublishedCheckpoint):
        raise SystemExit(LOST_LOG.format(names=", ".join(lost)))
    if not settings.receipt_key_file.exists() and has_rows(settings.database_url, IssuedReceipt):
        raise SystemExit(LOST_RECEIPTS.format(name=settings.receipt_key_file))


def _answering(url: str) -> bool:
    """is_in_use(), for a server that may not be there."""
    try:
        return is_in_use(url)
    except SQLAlchemyError as problem:
        where = url.rpartition("@")[2]
        raise SystemExit(f"The database {where} does not answer: {type(problem).__name__}.") from None


def _write_secrets(folder: Path, made: Mapping[str, str]) -> None:
    write_secret(_secrets_file(folder), "".join(f"{name}={value}\n" for name, value in made.items()).encode())


def _make_keys(settings: Settings) -> None:
    """Makes the key files once, and reads them as a worker will: a bad one stops us here. A lost ring of queue keys is
    made anew, for phones still hold what they sealed for the old one."""
    if not settings.kek_file.exists():
        make_kek_file(settings.kek_file)
    if not settings.ack_key_file.exists():
        make_acknowledgement_key(settings.ack_key_file)
    if not settings.queue_keys_file.exists():
        make_queue_keys(settings.queue_keys_file)
    load_kek_ring(settings.kek_file)
    load_acknowledgement_key(settings.ack_key_file)
    load_queue_keys(settings.queue_keys_file)
    if not settings.receipt_key_file.exists():
        make_receipt_key(settings.receipt_key_file)
    load_receipt_key(settings.receipt_key_file)
    _make_log_key(settings)
    read_known_key(settings.log_vkey_file)


def _make_log_key(settings: Settings) -> None:
    """The log's name is taken from the address at its birth, and stays. A signer apart has its key elsewhere."""
    if settings.signer_socket:
        return
    if not settings.log_key_file.exists():
        make_log_key(settings.log_key_file, f"{settings.host}/log")
    key = load_log_key(settings.log_key_file)
    write_known_key(settings.log_vkey_file, key)
    if not settings.signer_state.exists():
        begin_state(settings.signer_state, key.origin)
    read_state(settings.signer_state, key.origin)


def _bring_up(url: str, now: datetime) -> None:
    """Tables, WAL (which the first connection sets) and reference data, before two workers race for it."""
    migrate(url)
    database = Database(url)
    with database.transaction() as session:
        keep_reference_data(session, now=now)
    database.engine.dispose()
