"""How Alembic reaches our tables: one connection, one transaction, no waiting behind a long reader."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from alembic import context
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from courier_app.db import Database
from courier_app.models import Base
from courier_app.models.base import UtcDateTime

LOCK_TIMEOUT = "4s"


def written(kind: str, item: object, _context: object) -> str | Literal[False]:
    """A migration stands alone: it names no type of ours, which may change after it."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


@contextmanager
def _copies_allowed(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by copying it and dropping the old one, which its foreign keys forbid as soon as a row
    points there. Inside a transaction they cannot be let go: before it, and all of them are looked over at its end."""
    if connection.dialect.name != "sqlite":
        with connection.begin():
            yield
        return
    connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
    with connection.begin():
        before = MigrationContext.configure(connection).get_current_revision()
        yield
        moved = MigrationContext.configure(connection).get_current_revision() != before
        if moved and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise RuntimeError("a migration left a row that points nowhere: nothing of it was kept")


def run() -> None:
    url = context.config.get_main_option("sqlalchemy.url", "")
    engine = Database(url).engine
    with engine.connect() as connection, _copies_allowed(connection):
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            render_item=written,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
