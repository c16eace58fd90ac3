"""Appending to the ledger: leaf, right edge and size under one lock (evidence.md 1.1, 1.9)."""

from typing import cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from courier_app.domain.merkle import HASH_LENGTH, append, leaf_hash
from courier_app.domain.tiles import HEIGHT, WIDTH, hashes_in, perfect_root
from courier_app.models import HashTile, Leaf, LedgerTail
from courier_app.models.once import insert_once
from courier_app.models.prepared import Prepared, Source, new_row

TAIL = 1
FULL = WIDTH * HASH_LENGTH

_TAIL, _LEAVES, _TILES = (cast(Table, model.__table__) for model in (LedgerTail, Leaf, HashTile))
_LOCKED_TAIL = Prepared(select(_TAIL.c.size, _TAIL.c.edge).where(_TAIL.c.id == TAIL).with_for_update())
_NEW_LEAF = new_row(Leaf)
_NEW_TAIL = Prepared(
    update(_TAIL).where(_TAIL.c.id == TAIL).values(size=bindparam("size"), edge=bindparam("edge"))
)
_HASHES = Prepared(
    select(_LEAVES.c.hash)
    .where(_LEAVES.c.index.between(bindparam("first"), bindparam("last")))
    .order_by(_LEAVES.c.index)
)
_HERE = (_TILES.c.level == bindparam("here_level"), _TILES.c.number == bindparam("here_number"))
_TILE = Prepared(select(_TILES.c.hashes).where(*_HERE))
_NEW_TILE = new_row(HashTile)
_LONGER_TILE = Prepared(update(_TILES).where(*_HERE).values(hashes=bindparam("hashes")))


def append_leaf(source: Source, entry: bytes) -> int:
    """The leaf's index. Locks the one tail: call it last, so that others wait shortly."""
    tail = _LOCKED_TAIL.one(source, {})
    new = leaf_hash(entry)
    _NEW_LEAF.run(source, {"index": tail.size, "entry": entry, "hash": new})
    longer = b"".join(append(hashes_in(tail.edge), tail.size, new))
    _NEW_TAIL.run(source, {"size": tail.size + 1, "edge": longer})
    if (tail.size + 1) % WIDTH == 0:
        close_tiles(source, tail.size // WIDTH)
    return int(tail.size)


def close_tiles(source: Source, number: int) -> None:
    """Keep the full tile of leaves `number`, and its root one level up, where that may fill the next."""
    first = number * WIDTH
    leaves = _HASHES.all(source, {"first": first, "last": first + WIDTH - 1})
    hashes = b"".join(leaf.hash for leaf in leaves)
    _NEW_TILE.run(source, {"level": 0, "number": number, "hashes": hashes})
    level = 0
    while len(hashes) == FULL:
        level, above = level + 1, perfect_root(hashes_in(hashes))
        hashes = _longer(source, (level, number >> HEIGHT), above)
        number >>= HEIGHT


def begin_ledger(session: Session) -> None:
    """The empty tree, once."""
    insert_once(session, LedgerTail, on=("id",), values={"id": TAIL, "size": 0, "edge": b""})


def _longer(source: Source, place: tuple[int, int], new: bytes) -> bytes:
    """The tile of a higher level with one more hash. The tail's lock guards it."""
    here = {"here_level": place[0], "here_number": place[1]}
    kept = _TILE.first(source, here)
    if kept is None:
        _NEW_TILE.run(source, {"level": place[0], "number": place[1], "hashes": new})
        return new
    longer = bytes(kept.hashes) + new
    _LONGER_TILE.run(source, here | {"hashes": longer})
    return longer
