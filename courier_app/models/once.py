"""insert_once(): unless it is there, on both databases, without a look first (look-then-insert races)."""

from functools import cache
from typing import Any, cast

from sqlalchemy import Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from courier_app.models.base import Base
from courier_app.models.prepared import Prepared, given


def insert_once(session: Session, model: type[Base], *, on: tuple[str, ...], values: dict[str, Any]) -> bool:
    """Insert the row unless one with the same `on` columns stands; says whether it was new.

    RETURNING answers, never `rowcount`: PostgreSQL counts a skipped row as touched.
    """
    statement = _insert(model, on, session.get_bind().dialect.name)
    return session.execute(statement, values).first() is not None


def whole_row_once(model: type[Base], *, on: tuple[str, ...]) -> Prepared:
    """The same for rows whose every column is given; it answers with the key of a new row, and with none otherwise."""
    table = cast(Table, model.__table__)
    return Prepared(lambda dialect_name: _insert(model, on, dialect_name).values(given(table)))


@cache
def _insert(model: type[Base], on: tuple[str, ...], dialect_name: str) -> Insert:
    """Built once: building costs more than running."""
    table = cast(Table, model.__table__)
    dialect = postgresql if dialect_name == "postgresql" else sqlite
    insert = dialect.insert(table).on_conflict_do_nothing(index_elements=list(on))
    returning: Insert = insert.returning(*table.primary_key.columns)
    return returning
