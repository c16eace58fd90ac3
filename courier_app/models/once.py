"""insert_once(): unless it is there, on both databases, without a look first (look-then-insert races)."""

from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from courier_app.models.base import Base


def insert_once(session: Session, model: type[Base], *, on: tuple[str, ...], values: dict[str, Any]) -> bool:
    """Insert the row unless one with the same `on` columns stands; says whether it was new.

    RETURNING answers, never `rowcount`: PostgreSQL counts a skipped row as touched.
    """
    table = cast(Table, model.__table__)
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(table).values(**values).on_conflict_do_nothing(index_elements=list(on))
    return session.execute(insert.returning(*table.primary_key.columns)).first() is not None
