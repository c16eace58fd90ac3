"""Records of the ledger read by who audits them: one that somebody made up may say anything, and ends no audit."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.models import Leaf, ServerRecord

STREAMED = {"yield_per": 1_000}
T = TypeVar("T", str, int, list[Any], dict[str, Any])


def logged_records(session: Session, *, holding: bytes = b"") -> Iterator[tuple[int, dict[str, Any]]]:
    """Index and members of each record whose hash its leaf holds, in the order of the leaves. The others are named by
    their leaf, and tell nothing. `holding`: only those with these bytes."""
    both = select(ServerRecord.leaf_index, ServerRecord.record, Leaf.entry)
    wanted = both.join(Leaf, Leaf.index == ServerRecord.leaf_index).order_by(ServerRecord.leaf_index)
    for index, record, entry in session.execute(wanted, execution_options=STREAMED):
        if holding in record and members_of(entry).get("mh") == hashlib.sha256(record).hexdigest():
            yield index, members_of(record)


def members_of(said: bytes) -> dict[str, Any]:
    """None for what is no JSON object."""
    try:
        members = json.loads(said)
    except (ValueError, RecursionError):
        return {}
    return members if isinstance(members, dict) else {}


def member(facts: Mapping[str, Any], name: str, kind: type[T]) -> T:
    """An empty one where another type stands, or nothing."""
    value = facts.get(name)
    return value if isinstance(value, kind) else kind()


def differs(facts: Mapping[str, Any] | None, stated: Mapping[str, object]) -> bool:
    """Whether a row that states this has no record, or one that says another thing. A record may say more."""
    return facts is None or any(facts.get(name) != value for name, value in stated.items())


def hash_of(sealed: bytes | None) -> str | None:
    """How a record holds words that lie sealed beside it; None for none."""
    return hashlib.sha256(sealed).hexdigest() if sealed else None


def texts(facts: Mapping[str, Any], name: str) -> list[str]:
    """The texts of a list; what is none is left out."""
    return [one for one in member(facts, name, list) if isinstance(one, str)]


def moment(facts: Mapping[str, Any], name: str) -> datetime | None:
    """A time that tells its zone, in UTC; None for anything else."""
    try:
        said = datetime.fromisoformat(member(facts, name, str))
        return said.astimezone(UTC) if said.tzinfo else None
    except (ValueError, OverflowError):
        return None
