"""insert_once(): unless it is there, on both databases, without a look first (look-then-insert races)."""

from functools import cache
from typing import Any, cast

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from courier_app.models.base import Base


def insert_once(session: Session, model: type[Base], *, on: tuple[str, ...], values: dict[str, Any]) -> bool:
    """Insert the row unless one with the same `on` columns stands; says whether it was new.

    RETURNING answers, never `rowcount`: PostgreSQL counts a skipped row as touched.
    """
    statement = _insert(model, on, session.get_bind().dialect.name)
    return session.execute(statement, values).first() is not None


@cache
def _insert(model: type[Base], on: tuple[str, ...], dialect_name: str) -> Executable:
    """Built once: building costs more than running."""
    table = cast(Table, model.__table__)
    dialect = postgresql if dialect_name == "postgresql" else sqlite
    insert = dialect.insert(table).on_conflict_do_nothing(index_elements=list(on))
    returning: Executable = insert.returning(*table.primary_key.columns)
    return returning
