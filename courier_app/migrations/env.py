"""How Alembic reaches our tables: one connection, one transaction, no waiting behind a long reader."""

from typing import Literal

from alembic import context
from sqlalchemy import text

from courier_app.db import Database
from courier_app.models import Base
from courier_app.models.base import UtcDateTime

LOCK_TIMEOUT = "4s"


def written(kind: str, item: object, _context: object) -> str | Literal[False]:
    """A migration stands alone: it names no type of ours, which may change after it."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    url = context.config.get_main_option("sqlalchemy.url", "")
    engine = Database(url).engine
    with engine.begin() as connection:
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
