"""Appending to the ledger: leaf, right edge and size under one lock (evidence.md 1.1, 1.9)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.merkle import HASH_LENGTH, append, leaf_hash
from courier_app.models import Leaf, LedgerTail
from courier_app.models.once import insert_once

TAIL = 1


def append_leaf(session: Session, entry: bytes) -> int:
    """The leaf's index. Locks the one tail: call it last, so that others wait shortly."""
    tail = _locked_tail(session)
    index, new = tail.size, leaf_hash(entry)
    session.add(Leaf(index=index, entry=entry, hash=new))
    tail.edge = b"".join(append(_hashes(tail.edge), index, new))
    tail.size = index + 1
    session.flush()
    return index


def begin_ledger(session: Session) -> None:
    """The empty tree, once."""
    insert_once(session, LedgerTail, on=("id",), values={"id": TAIL, "size": 0, "edge": b""})


def _locked_tail(session: Session) -> LedgerTail:
    query = select(LedgerTail).where(LedgerTail.id == TAIL).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


def _hashes(edge: bytes) -> list[bytes]:
    return [edge[at : at + HASH_LENGTH] for at in range(0, len(edge), HASH_LENGTH)]
