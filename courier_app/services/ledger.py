"""Appending to the ledger: leaf, right edge and size under one lock (evidence.md 1.1, 1.9)."""

from typing import cast

from sqlalchemy import Table, insert, select, update
from sqlalchemy.orm import Session

from courier_app.domain.merkle import HASH_LENGTH, append, leaf_hash
from courier_app.domain.tiles import HEIGHT, WIDTH, hashes_in, perfect_root
from courier_app.models import HashTile, Leaf, LedgerTail
from courier_app.models.once import insert_once

TAIL = 1
FULL = WIDTH * HASH_LENGTH

# Tables, not objects: these three run in every proof, while others wait.
_LEAVES, _TAIL = cast(Table, Leaf.__table__), cast(Table, LedgerTail.__table__)
_TILES = cast(Table, HashTile.__table__)
_LOCKED_TAIL = select(_TAIL.c.size, _TAIL.c.edge).where(_TAIL.c.id == TAIL).with_for_update()
_NEW_LEAF = insert(_LEAVES)
_NEW_TAIL = update(_TAIL).where(_TAIL.c.id == TAIL)


def append_leaf(session: Session, entry: bytes) -> int:
    """The leaf's index. Locks the one tail: call it last, so that others wait shortly."""
    size, edge = session.execute(_LOCKED_TAIL).one()
    new = leaf_hash(entry)
    session.execute(_NEW_LEAF, {"index": size, "entry": entry, "hash": new})
    longer = b"".join(append(hashes_in(edge), size, new))
    session.execute(_NEW_TAIL, {"size": size + 1, "edge": longer})
    if (size + 1) % WIDTH == 0:
        close_tiles(session, size // WIDTH)
    return int(size)


def close_tiles(session: Session, number: int) -> None:
    """Keep the full tile of leaves `number`, and its root one level up, where that may fill the next."""
    first = number * WIDTH
    leaves = select(_LEAVES.c.hash).where(_LEAVES.c.index >= first, _LEAVES.c.index < first + WIDTH)
    hashes = b"".join(session.scalars(leaves.order_by(_LEAVES.c.index)))
    session.execute(insert(_TILES), {"level": 0, "number": number, "hashes": hashes})
    level = 0
    while len(hashes) == FULL:
        level, above = level + 1, perfect_root(hashes_in(hashes))
        hashes = _longer(session, (level, number >> HEIGHT), above)
        number >>= HEIGHT


def begin_ledger(session: Session) -> None:
    """The empty tree, once."""
    insert_once(session, LedgerTail, on=("id",), values={"id": TAIL, "size": 0, "edge": b""})


def _longer(session: Session, place: tuple[int, int], new: bytes) -> bytes:
    """The tile of a higher level with one more hash. The tail's lock guards it."""
    this = (_TILES.c.level == place[0], _TILES.c.number == place[1])
    kept = session.scalars(select(_TILES.c.hashes).where(*this)).one_or_none()
    if kept is None:
        session.execute(insert(_TILES), {"level": place[0], "number": place[1], "hashes": new})
        return new
    session.execute(update(_TILES).where(*this).values(hashes=kept + new))
    return bytes(kept) + new
