"""How much one courier may send (security.md, section 4): read off the rows that are there. Nothing is written for
counting, so a proof costs no more; requests at the same moment may go over by as many as there are."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Table, bindparam, func, select

from courier_app.domain.refusals import TooManyTries
from courier_app.models import Media, Proof
from courier_app.models.base import UtcDateTime
from courier_app.models.prepared import Prepared, Source
from courier_app.services.senders import Sender

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
FILES_A_MINUTE = 60
BYTES_A_DAY = 500_000_000
PROOFS_A_MINUTE = 120
MARKED_A_DAY = 200
LATER = 3600  # seconds

_M, _P = (cast(Table, model.__table__).c for model in (Media, Proof))
_SINCE_MINUTE, _SINCE_DAY, _NOW = (bindparam(name, type_=UtcDateTime()) for name in ("minute", "day", "now"))
_FILES = Prepared(
    select(
        func.count().filter(_M.kept_at > _SINCE_MINUTE).label("files"),
        func.coalesce(func.sum(_M.size), 0).label("bytes"),
    ).where(_M.courier_id == bindparam("courier_id"), _M.kept_at > _SINCE_DAY, _M.kept_at <= _NOW)
)
_PROOFS = (
    select(func.count())
    .where(_P.courier_id == bindparam("courier_id"), _P.received_at > _SINCE_MINUTE, _P.received_at <= _NOW)
    .scalar_subquery()
)
_MARKED = (
    select(func.count())
    .where(_P.courier_id == bindparam("courier_id"), _P.received_at > _SINCE_DAY, _P.received_at <= _NOW)
    .where(_P.mark.is_not(None))
    .scalar_subquery()
)
_RECORDS = Prepared(select(_PROOFS.label("proofs"), _MARKED.label("marked")))


def check_files(source: Source, sender: Sender, size: int, *, now: datetime) -> None:
    """Before another file of `size` bytes is decoded. Refuses with TooManyTries; the phone comes again later."""
    row = _FILES.one(source, _asked(sender, now))
    _refuse_if(row.files >= FILES_A_MINUTE, wait=60)
    _refuse_if(row.bytes + size > BYTES_A_DAY, wait=LATER)


def check_records(source: Source, sender: Sender, *, now: datetime) -> None:
    """Before a new proof is judged. Whose proofs were marked so often today waits with every one: if only the marked
    were turned down, the answer would tell right claim codes from wrong ones, and count no try.

    Refuses with TooManyTries; the phone comes again later, and forgets nothing.
    """
    row = _RECORDS.one(source, _asked(sender, now))
    _refuse_if(row.proofs >= PROOFS_A_MINUTE, wait=60)
    _refuse_if(row.marked >= MARKED_A_DAY, wait=LATER)


def _asked(sender: Sender, now: datetime) -> Mapping[str, object]:
    return {"courier_id": sender.courier_id, "minute": now - MINUTE, "day": now - DAY, "now": now}


def _refuse_if(full: bool, *, wait: int) -> None:
    if full:
        raise TooManyTries(members={"retry_after": wait})
