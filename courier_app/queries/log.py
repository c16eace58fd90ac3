"""What the open log shows: tiles, bundles of entries, the newest checkpoint, the hashes of a proof."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, bindparam, select
from sqlalchemy.orm import Session

from courier_app.domain.merkle import HASH_LENGTH
from courier_app.domain.tiles import HEIGHT, WIDTH, Tile, hashes_in
from courier_app.models import HashTile, Leaf, LedgerTail, PublishedCheckpoint
from courier_app.models.prepared import Prepared

LENGTH_BYTES = 2
# A proof of inclusion asks half a dozen times: prepared, that is a third of the time.
_LEAVES, _TILES = (cast(Table, model.__table__).c for model in (Leaf, HashTile))
_HASHES = Prepared(
    select(_LEAVES.hash)
    .where(_LEAVES.index >= bindparam("start"), _LEAVES.index < bindparam("end"))
    .order_by(_LEAVES.index)
)
_TILE = Prepared(
    select(_TILES.hashes).where(
        _TILES.level == bindparam("in_level"), _TILES.number == bindparam("in_number")
    )
)


@dataclass(frozen=True)
class Tail:
    """The tree as it stands: more than what is published, or the same."""

    size: int
    edge: bytes


def tail(session: Session) -> Tail:
    return Tail(*session.execute(select(LedgerTail.size, LedgerTail.edge)).one())


def newest_checkpoint(session: Session) -> PublishedCheckpoint | None:
    return session.scalars(
        select(PublishedCheckpoint).order_by(PublishedCheckpoint.size.desc()).limit(1)
    ).first()


def entries(session: Session, start: int, end: int) -> Sequence[bytes]:
    wanted = select(Leaf.entry).where(Leaf.index >= start, Leaf.index < end).order_by(Leaf.index)
    return session.scalars(wanted).all()


def leaf_hashes(session: Session, start: int, end: int) -> Sequence[bytes]:
    return [bytes(row.hash) for row in _HASHES.all(session, {"start": start, "end": end})]


def tile_hashes(session: Session, tile: Tile) -> bytes:
    """As many hashes of the tile as there are, up to its width."""
    level = tile.level or 0
    kept = _TILE.first(session, {"in_level": level, "in_number": tile.number})
    if kept is None and level == 0:
        return b"".join(leaf_hashes(session, tile.first, tile.first + tile.width))
    return bytes(kept.hashes if kept else b"")[: tile.width * HASH_LENGTH]


def bundle(session: Session, tile: Tile) -> bytes:
    """Entries of a tile, each after its length (C2SP tlog-tiles)."""
    found = entries(session, tile.first, tile.first + tile.width)
    return b"".join(len(one).to_bytes(LENGTH_BYTES) + one for one in found)


class Hashes:
    """Reads hashes of any level by whole tiles, each once: a proof asks for neighbours."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._tiles: dict[tuple[int, int], bytes] = {}

    def __call__(self, level: int, start: int, count: int) -> Sequence[bytes]:
        """`count` is a power of two under 256 and divides `start`: never over the border of a tile."""
        tile = self._tile(level, start >> HEIGHT)
        first = start % WIDTH
        return hashes_in(tile[first * HASH_LENGTH : (first + count) * HASH_LENGTH])

    def _tile(self, level: int, number: int) -> bytes:
        if (level, number) not in self._tiles:
            self._tiles[level, number] = tile_hashes(self._session, Tile(level, number))
        return self._tiles[level, number]
