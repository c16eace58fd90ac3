"""What an operator's monitor asks of the database."""

from dataclasses import dataclass

from sqlalchemy import column, select, table
from sqlalchemy.orm import Session

from courier_app.models import LedgerTail

REVISION = table("alembic_version", column("version_num"))


@dataclass(frozen=True)
class DatabaseState:
    """The tables' revision, and how many entries the ledger has."""

    revision: str
    ledger_size: int


def database_state(session: Session) -> DatabaseState:
    """Raises SQLAlchemyError when the database does not answer or has no tables."""
    revision = session.execute(select(REVISION.c.version_num)).scalar_one()
    return DatabaseState(revision, session.scalars(select(LedgerTail.size)).one())
