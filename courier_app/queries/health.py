"""What an operator's monitor asks of the database."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import column, select, table
from sqlalchemy.orm import Session

from courier_app.models import CheckpointStamp
from courier_app.queries.log import entries, newest_checkpoint, tail
from courier_app.queries.witnessed import newest_witnessed

REVISION = table("alembic_version", column("version_num"))


@dataclass(frozen=True)
class Vouched:
    """Up to which size somebody outside has signed, and when that was kept here; zero and None: never."""

    size: int = 0
    at: datetime | None = None


@dataclass(frozen=True)
class DatabaseState:
    """The tables' revision; how many entries the ledger has and how many are published; since when the first of the
    others waits, to the minute. `witnessed`, `stamped`: how far others have vouched for it, and when last."""

    revision: str
    ledger_size: int
    published: int
    waiting_since: datetime | None
    witnessed: Vouched
    stamped: Vouched


def database_state(session: Session) -> DatabaseState:
    """Raises SQLAlchemyError when the database does not answer or has no tables."""
    revision = session.execute(select(REVISION.c.version_num)).scalar_one()
    newest = newest_checkpoint(session)
    published = newest.size if newest else 0
    waiting = _waiting_since(session, published)
    return DatabaseState(
        revision, tail(session).size, published, waiting, _witnessed(session), _stamped(session)
    )


def _witnessed(session: Session) -> Vouched:
    newest = newest_witnessed(session)
    return Vouched(newest.size, newest.witnessed_at) if newest else Vouched()


def _stamped(session: Session) -> Vouched:
    newest = session.scalars(select(CheckpointStamp).order_by(CheckpointStamp.size.desc()).limit(1)).first()
    return Vouched(newest.size, newest.kept_at) if newest else Vouched()


def _waiting_since(session: Session, index: int) -> datetime | None:
    for entry in entries(session, index, index + 1):
        return datetime.fromtimestamp(int(json.loads(entry)["ts"]), UTC)
    return None
