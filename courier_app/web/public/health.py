"""Health, for monitors and proxies: nothing in it that a stranger may not know."""

from datetime import datetime, timedelta
from typing import Literal

from flask import Response, current_app
from pydantic import BaseModel, ConfigDict
from sqlalchemy.exc import SQLAlchemyError

from courier_app.db import reading
from courier_app.queries.health import DatabaseState, database_state
from courier_app.services.health import Checkup
from courier_app.web.answers import json_of
from courier_app.web.contract import Contract, promises
from courier_app.web.ports import clock, ports
from courier_app.web.public.blueprint import bp

CHECKUP = Checkup()
# Sixty seconds are promised; an entry tells its time rounded down to the minute.
PUBLISHED_WITHIN = timedelta(seconds=120)


class HealthOut(BaseModel):
    """What the database tells is null while it does not answer. `failing` too when entries of the ledger wait for a
    checkpoint longer than they may."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    status: Literal["ok", "failing"]
    database: bool
    media_store: bool
    schema_revision: str | None
    ledger_size: int | None
    ledger_published: int | None
    build: str


@bp.get("/kesehatan")
@promises(Contract(says="Whether proofs can be kept right now", returns={200: HealthOut, 503: HealthOut}))
def health() -> Response:
    state, store = _database(), CHECKUP.store_answers(ports().store, now=clock())
    well = state is not None and store and not _is_late(state.waiting_since)
    body = HealthOut(
        status="ok" if well else "failing",
        database=state is not None,
        media_store=store,
        schema_revision=state.revision if state else None,
        ledger_size=state.ledger_size if state else None,
        ledger_published=state.published if state else None,
        build=current_app.extensions["suratsampai_build"],
    )
    return json_of(body, 200 if well else 503)


def _is_late(waiting_since: datetime | None) -> bool:
    return waiting_since is not None and clock() - waiting_since > PUBLISHED_WITHIN


def _database() -> DatabaseState | None:
    try:
        with reading() as session:
            return database_state(session)
    except SQLAlchemyError:
        return None
