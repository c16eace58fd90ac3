"""The engine and transaction(): the only code that commits."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass
from threading import local
from typing import Any
from weakref import finalize

from flask import Flask, current_app
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

from courier_app.models.prepared import Line, SqlalchemyErrors
from courier_app.turns import turns_of

BUSY_MS = 30_000
FULL, NORMAL = "PRAGMA synchronous=FULL", "PRAGMA synchronous=NORMAL"


@dataclass(frozen=True)
class Tone:
    """How a line is opened: what a connection of SQLite hears once, and what begins each transaction."""

    once: str
    begin: str
    postgresql: str | None = None


ASKING = Tone(FULL, "BEGIN")
RECORDING = Tone(FULL, "BEGIN IMMEDIATE")
SETTLING = Tone(NORMAL, "BEGIN IMMEDIATE", postgresql="SET LOCAL synchronous_commit TO OFF")
# secure_delete: a key that was deleted must not lie on in a free page of the file.
PRAGMAS = ("journal_mode=WAL", f"busy_timeout={BUSY_MS}", "foreign_keys=ON", "secure_delete=ON")


class Database:
    """One engine, five ways in: three for writers, who take turns, and two for readers, who wait for nobody. A line
    takes prepared statements alone: a session costs more than what one proof asks of it."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._reader = self.engine.execution_options(reads=True)
        self._url = make_url(url)
        self._own = OwnLines(self.engine) if self._url.get_backend_name() == "sqlite" else None

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

    def forget_deleted(self, *tables: str) -> None:
        """What was deleted or overwritten leaves the files of the database as well: SQLite's write-ahead log is
        emptied, PostgreSQL's dead rows are cleared. Waits for nobody; what others still read goes at the next call."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT", reads=True) as connection:
            cursor = connection.connection.cursor()
            if self.engine.dialect.name == "sqlite":
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                return
            for table in tables:
                cursor.execute(f"VACUUM {table}")

    def _line(self, tone: Tone) -> AbstractContextManager[Line]:
        return self._own.line(tone) if self._own else self._pooled(tone)

    @contextmanager
    def _pooled(self, tone: Tone) -> Iterator[Line]:
        dialect = self.engine.dialect
        with SqlalchemyErrors(dialect), closing(self.engine.raw_connection()) as connection:
            try:
                if tone.postgresql:
                    connection.cursor().execute(tone.postgresql)
                yield Line(connection, dialect)
            finally:
                connection.rollback()

    def _turn(self) -> AbstractContextManager[None]:
        """PostgreSQL has queues of its own."""
        file = self._url.database if self._url.get_backend_name() == "sqlite" else None
        return turns_of(file).turn() if file else nullcontext()


class OwnLines:
    """Each thread's own connections to SQLite, one for each tone: a pool's way out and back costs more than a short
    question. They live as long as the thread, or until the engine gives up its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._mine = engine, local()
        event.listen(engine, "engine_disposed", self._close_all)

    def _close_all(self, _engine: Engine) -> None:
        """Each closes when its line is gone."""
        self._mine = local()

    def line(self, tone: Tone) -> "OpenLine":
        known = self._known()
        if tone not in known:
            known[tone] = self._new(tone)
        return OpenLine(known[tone], tone.begin)

    def _known(self) -> dict[Tone, Line]:
        mine: dict[Tone, Line] | None = getattr(self._mine, "lines", None)
        if mine is None:
            mine = self._mine.lines = {}
        return mine

    def _new(self, tone: Tone) -> Line:
        with SqlalchemyErrors(self._engine.dialect):
            pooled = self._engine.raw_connection()
            driver: Any = pooled.driver_connection
            pooled.detach()
            driver.execute(tone.once)
            line = Line(driver, self._engine.dialect)
            finalize(line, driver.close)  # it holds on to itself, and would wait for the collector
            return line


class OpenLine:
    """What was not committed is taken back at the end."""

    def __init__(self, line: Line, begin: str) -> None:
        self._line, self._begin = line, begin
        self._errors = SqlalchemyErrors(line.dialect)

    def __enter__(self) -> Line:
        with self._errors:
            self._line.driver.execute(self._begin)
        return self._line

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._line.driver.rollback()
        self._errors.__exit__(kind, error, trace)


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
