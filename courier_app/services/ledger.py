"""Appending to the ledger: leaf, right edge and size under one lock (evidence.md 1.1, 1.9)."""

from typing import cast

from sqlalchemy import Table, insert, select, update
from sqlalchemy.orm import Session

from courier_app.domain.merkle import HASH_LENGTH, append, leaf_hash
from courier_app.models import Leaf, LedgerTail
from courier_app.models.once import insert_once

TAIL = 1

# Tables, not objects: these three run in every proof, while others wait.
_LEAVES, _TAIL = cast(Table, Leaf.__table__), cast(Table, LedgerTail.__table__)
_LOCKED_TAIL = select(_TAIL.c.size, _TAIL.c.edge).where(_TAIL.c.id == TAIL).with_for_update()
_NEW_LEAF = insert(_LEAVES)
_NEW_TAIL = update(_TAIL).where(_TAIL.c.id == TAIL)


def append_leaf(session: Session, entry: bytes) -> int:
    """The leaf's index. Locks the one tail: call it last, so that others wait shortly."""
    size, edge = session.execute(_LOCKED_TAIL).one()
    new = leaf_hash(entry)
    session.execute(_NEW_LEAF, {"index": size, "entry": entry, "hash": new})
    longer = b"".join(append(_hashes(edge), size, new))
    session.execute(_NEW_TAIL, {"size": size + 1, "edge": longer})
    return int(size)


def begin_ledger(session: Session) -> None:
    """The empty tree, once."""
    insert_once(session, LedgerTail, on=("id",), values={"id": TAIL, "size": 0, "edge": b""})


def _hashes(edge: bytes) -> list[bytes]:
    return [edge[at : at + HASH_LENGTH] for at in range(0, len(edge), HASH_LENGTH)]
