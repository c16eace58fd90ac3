"""Health, for monitors and proxies: nothing in it that a stranger may not know."""

from datetime import datetime, timedelta
from typing import Any, Literal

from flask import Response, current_app
from pydantic import BaseModel, ConfigDict
from sqlalchemy.exc import SQLAlchemyError

from courier_app.db import reading
from courier_app.queries.health import DatabaseState, Vouched, database_state
from courier_app.services.health import Checkup
from courier_app.web.answers import json_of
from courier_app.web.contract import Contract, promises
from courier_app.web.ports import clock, ports
from courier_app.web.public.blueprint import bp

CHECKUP = Checkup()
_WORDS = ("witnessed", "stamped")
# Sixty seconds are promised; an entry tells its time rounded down to the minute.
PUBLISHED_WITHIN = timedelta(seconds=120)


class HealthOut(BaseModel):
    """What the database tells is null while it does not answer. `failing` too when entries of the ledger wait for a
    checkpoint longer than they may. `witnessed`, `stamped`: whether the newest checkpoint is; null where no witness,
    or no authority, is set up. Their sizes and ages are the last ones'; null where there never was one. Neither makes
    it `failing`: proofs are kept without them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    status: Literal["ok", "failing"]
    database: bool
    media_store: bool
    schema_revision: str | None
    ledger_size: int | None
    ledger_published: int | None
    witnessed: bool | None
    witnessed_size: int | None
    witnessed_seconds_ago: int | None
    stamped: bool | None
    stamped_size: int | None
    stamped_seconds_ago: int | None
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
        **_vouched(state),
        build=current_app.extensions["suratsampai_build"],
    )
    return json_of(body, 200 if well else 503)


def _vouched(state: DatabaseState | None) -> dict[str, Any]:
    """Of what is set up alone: what was once signed says nothing where nobody is asked any more."""
    witnessed = _of(state.witnessed, state) if state and ports().witnesses.policy.witnesses else (None,) * 3
    stamped = _of(state.stamped, state) if state and ports().authority else (None,) * 3
    ends = ("", "_size", "_seconds_ago")
    told = zip(ends, witnessed, stamped, strict=True)
    return {f"{word}{end}": value for end, *both in told for word, value in zip(_WORDS, both, strict=True)}


def _of(last: Vouched, state: DatabaseState) -> tuple[bool, int | None, int | None]:
    if last.at is None:
        return False, None, None
    ago = max(0, int((clock() - last.at).total_seconds()))
    return last.size >= state.published, last.size, ago


def _is_late(waiting_since: datetime | None) -> bool:
    return waiting_since is not None and clock() - waiting_since > PUBLISHED_WITHIN


def _database() -> DatabaseState | None:
    try:
        with reading() as session:
            return database_state(session)
    except SQLAlchemyError:
        return None
