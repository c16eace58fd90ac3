"""What an operator's monitor asks of the database."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import column, select, table
from sqlalchemy.orm import Session

from courier_app.queries.log import entries, newest_checkpoint, tail

REVISION = table("alembic_version", column("version_num"))


@dataclass(frozen=True)
class DatabaseState:
    """The tables' revision; how many entries the ledger has and how many are published; since when the first of the
    others waits, to the minute."""

    revision: str
    ledger_size: int
    published: int
    waiting_since: datetime | None


def database_state(session: Session) -> DatabaseState:
    """Raises SQLAlchemyError when the database does not answer or has no tables."""
    revision = session.execute(select(REVISION.c.version_num)).scalar_one()
    newest = newest_checkpoint(session)
    published = newest.size if newest else 0
    return DatabaseState(revision, tail(session).size, published, _waiting_since(session, published))


def _waiting_since(session: Session, index: int) -> datetime | None:
    for entry in entries(session, index, index + 1):
        return datetime.fromtimestamp(int(json.loads(entry)["ts"]), UTC)
    return None
