"""The engine and transaction(): the only code that commits."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

BUSY_MS = 30_000
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_MS}", "foreign_keys=ON")


class Database:
    """One engine, two ways in: a writer that takes SQLite's lock at once, and a reader that waits for nobody."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._writer = self.engine.execution_options(begin="BEGIN IMMEDIATE")
        self._reader = self.engine.execution_options(begin="BEGIN")

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        with Session(self._writer, expire_on_commit=False) as session:
            yield session
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with Session(self._reader, expire_on_commit=False) as session:
            yield session


def _engine(url: str) -> Engine:
    """`hide_parameters`: an error's text goes into logs, and parameters are personal data."""
    if not url.startswith("sqlite"):
        postgres = {"isolation_level": "READ COMMITTED", "pool_pre_ping": True, "pool_size": 10}
        return create_engine(url, hide_parameters=True, **postgres)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_MS / 1000})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """WAL and FULL: an acknowledgement is a promise. The driver must not open transactions by itself."""
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """SQLite ignores FOR UPDATE: a writer takes the lock at its first word, or two of them deadlock."""
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN IMMEDIATE"))


def install(app: Flask, url: str) -> Database:
    database = app.extensions["suratsampai_db"] = Database(url)
    return database


def database() -> Database:
    found: Database = current_app.extensions["suratsampai_db"]
    return found


@contextmanager
def transaction() -> Iterator[Session]:
    """A return commits, a raise rolls back. Opened by web, cli and jobs only."""
    with database().transaction() as session:
        yield session


@contextmanager
def reading() -> Iterator[Session]:
    """For views that write nothing: never queues behind a writer."""
    with database().reading() as session:
        yield session
