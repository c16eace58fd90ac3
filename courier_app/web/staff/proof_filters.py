"""The filters of the proof list, as they stand in its address: codes and days, never a name."""

from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from werkzeug.datastructures import MultiDict

from courier_app.domain.call_backs import to_call_since
from courier_app.domain.proofs import Flag, Mark, Outcome
from courier_app.domain.reviews import Standing
from courier_app.queries.proofs import Cursor, ProofFilter
from courier_app.web.converters import uuid_or_none
from courier_app.web.staff.calendar import begin_of, end_of, read_day

Choice = TypeVar("Choice", bound=StrEnum)
STANDINGS = {
    "menunggu": Standing.WAITING,
    "diterima": Standing.ACCEPTED,
    "disetujui": Standing.UPHELD,
    "ditolak": Standing.REJECTED,
    "dibatalkan": Standing.VOIDED,
}
# In the order of the first members of ProofFilter.
NAMES = ("putusan", "hasil", "sebab", "catatan", "kurir", "dari", "sampai")


@dataclass(frozen=True)
class ListAddress:
    """`said` holds only what could be read; `wanted` is the same for the query."""

    said: dict[str, Any]
    wanted: ProofFilter


def read_address(args: MultiDict[str, str], *, now: datetime) -> ListAddress:
    """Anything unreadable counts as not said."""
    asked = {name: args.get(name, "") for name in NAMES}
    since, until = read_day(asked["dari"]), read_day(asked["sampai"])
    wanted = ProofFilter(
        standing=STANDINGS.get(asked["putusan"]),
        outcome=_one_of(Outcome, asked["hasil"]),
        mark=_one_of(Mark, asked["sebab"]),
        flag=_one_of(Flag, asked["catatan"]),
        courier_id=uuid_or_none(asked["kurir"]),
        since=begin_of(since) if since else None,
        before=end_of(until) if until else None,
    )
    read = zip(NAMES, astuple(wanted), strict=False)
    return ListAddress({name: asked[name] for name, value in read if value}, _for_work(wanted, now))


def _for_work(wanted: ProofFilter, now: datetime) -> ProofFilter:
    """Who asks whom to ring up means those who are still to be rung up."""
    if wanted.flag is not Flag.CALL_BACK:
        return wanted
    return replace(wanted, flag=None, to_call_since=to_call_since(now))


def written_cursor(cursor: Cursor) -> str:
    return f"{cursor[0].astimezone(UTC):%Y%m%dT%H%M%S.%f}-{cursor[1].hex}"


def read_cursor(text: str) -> Cursor | None:
    """None for anything that we did not write."""
    at, _, proof_id = text.partition("-")
    try:
        return datetime.strptime(at, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC), UUID(proof_id)
    except ValueError:
        return None


def _one_of(choices: type[Choice], text: str) -> Choice | None:
    return choices(text) if text in set(choices) else None
