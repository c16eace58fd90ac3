"""The engine and transaction(): the only code that commits."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

from courier_app.models.prepared import Line, sqlalchemy_errors
from courier_app.turns import turns_of

BUSY_MS = 30_000
FirstWords = Mapping[str, Sequence[str]]
ASKING: FirstWords = {"sqlite": ("BEGIN",), "postgresql": ()}
RECORDING: FirstWords = {"sqlite": ("PRAGMA synchronous=FULL", "BEGIN IMMEDIATE"), "postgresql": ()}
SETTLING: FirstWords = {
    "sqlite": ("PRAGMA synchronous=NORMAL", "BEGIN IMMEDIATE"),
    "postgresql": ("SET LOCAL synchronous_commit TO OFF",),
}
PRAGMAS = ("journal_mode=WAL", f"busy_timeout={BUSY_MS}", "foreign_keys=ON")


class Database:
    """One engine, five ways in: three for writers, who take turns, and two for readers, who wait for nobody. A line
    takes prepared statements alone: a session costs more than what one proof asks of it."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._reader = self.engine.execution_options(reads=True)
        self._url = make_url(url)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        with self._turn(), Session(self.engine, expire_on_commit=False) as session:
            yield session
            session.commit()

    @contextmanager
    def recording(self) -> Iterator[Line]:
        with self._turn(), self._line(RECORDING) as line:
            yield line
            line.driver.commit()

    @contextmanager
    def settling(self) -> Iterator[Line]:
        with self._turn(), self._line(SETTLING) as line:
            yield line
            line.driver.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with Session(self._reader, expire_on_commit=False) as session:
            yield session

    def asking(self) -> AbstractContextManager[Line]:
        return self._line(ASKING)

    @contextmanager
    def _line(self, first_words: FirstWords) -> Iterator[Line]:
        dialect = self.engine.dialect
        with sqlalchemy_errors(dialect), closing(self.engine.raw_connection()) as connection:
            try:
                for words in first_words[dialect.name]:
                    connection.cursor().execute(words)
                yield Line(connection, dialect)
            finally:
                connection.rollback()

    def _turn(self) -> AbstractContextManager[None]:
        """PostgreSQL has queues of its own."""
        file = self._url.database if self._url.get_backend_name() == "sqlite" else None
        return turns_of(file).turn() if file else nullcontext()


def _engine(url: str) -> Engine:
    """`hide_parameters`: an error's text goes into logs, and parameters are personal data."""
    if not url.startswith("sqlite"):
        postgres = {"isolation_level": "READ COMMITTED", "pool_pre_ping": True, "pool_size": 10}
        return create_engine(url, hide_parameters=True, **postgres)
    # Every session ends with a commit or a rollback of its own: one more at each return would only cost.
    sqlite: dict[str, Any] = {"connect_args": {"timeout": BUSY_MS / 1000}, "pool_reset_on_return": None}
    engine = create_engine(url, hide_parameters=True, **sqlite)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """The driver must not open transactions by itself."""
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """SQLite ignores FOR UPDATE: a writer takes the lock at its first word, or two of them deadlock. FULL: an
    acknowledgement is a promise. What cannot be refused goes straight to the driver: it was a third of a read."""
    if connection.get_execution_options().get("reads"):
        connection.connection.cursor().execute("BEGIN")
        return
    connection.connection.cursor().execute("PRAGMA synchronous=FULL")
    connection.exec_driver_sql("BEGIN IMMEDIATE")


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


def recording() -> AbstractContextManager[Line]:
    """Like transaction(), for prepared statements."""
    return database().recording()


def settling() -> AbstractContextManager[Line]:
    """For what the next transaction() makes safe and nobody was promised before: it commits without waiting for the
    disk. A power cut in between takes it back whole. See docs/decisions/0008."""
    return database().settling()


def asking() -> AbstractContextManager[Line]:
    """Like reading(), for prepared statements."""
    return database().asking()


@contextmanager
def reading() -> Iterator[Session]:
    """For views that write nothing: never queues behind a writer."""
    with database().reading() as session:
        yield session
