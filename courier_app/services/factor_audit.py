"""Second factors and codes on paper as their rows say them, against what the ledger remembers of each act."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.second_factors import FactorDid
from courier_app.models import RecoveryCode, SecondFactor
from courier_app.services.record_members import STREAMED, texts
from courier_app.services.second_factors import paper_hash, seal_hash

Records = Mapping[str, dict[str, Any]]


@dataclass
class _Standing:
    """What the ledger says that somebody has: since when, the sealed secret's hash, and the codes not used yet."""

    at: object
    seal: object
    paper: set[str]


def factor_key(facts: Mapping[str, Any]) -> str:
    """Every record counts, in its turn: they tell a course of events."""
    return str(facts.get("salt"))


def factors_that_differ(session: Session, records: Records) -> Iterator[str]:
    """Words for each person whose second factor or codes on paper are others than the records lead to. One that is
    being set up opens nothing yet, and has no record."""
    standing = _standing(records)
    paper = _paper(session)
    left = set(standing)
    rows = select(SecondFactor).where(SecondFactor.confirmed_at.is_not(None))
    for row in session.scalars(rows, execution_options=STREAMED):
        person = str(row.user_id)
        left.discard(person)
        if not _fits(row, standing.get(person)):
            yield f"second factor of {person}"
    yield from (f"second factor of {person}, which is gone" for person in sorted(left))
    for person in sorted(paper.keys() | standing.keys()):
        expected = standing[person].paper if person in standing else set()
        if paper.get(person, set()) != expected:
            yield f"codes on paper of {person}"


def _fits(row: SecondFactor, said: _Standing | None) -> bool:
    at = row.confirmed_at.isoformat() if row.confirmed_at else None
    return said is not None and (said.at, said.seal) == (at, seal_hash(row.nonce, row.box))


def _standing(records: Records) -> dict[str, _Standing]:
    """By person, in the order of the leaves."""
    found: dict[str, _Standing] = {}
    for facts in records.values():
        person, did = str(facts.get("user")), facts.get("did")
        if did == FactorDid.ENROLLED:
            found[person] = _Standing(facts.get("at"), facts.get("seal_hash"), set(texts(facts, "codes")))
        elif did == FactorDid.REMOVED:
            found.pop(person, None)
        elif did == FactorDid.PAPER_USED and person in found:
            found[person].paper.discard(str(facts.get("code")))
    return found


def _paper(session: Session) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for person, digest in session.execute(select(RecoveryCode.user_id, RecoveryCode.digest)):
        found.setdefault(str(person), set()).add(paper_hash(digest))
    return found
