"""The whole ledger checked again, from the entries up: nothing that the database says of itself is believed. Which
table is compared with which leaves, and which is not and why, stands in docs/ledger.md."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.merkle import EMPTY_ROOT, append, leaf_hash, root
from courier_app.domain.notes import BadNote, Checkpoint
from courier_app.domain.tiles import HEIGHT, WIDTH, hashes_in, perfect_root
from courier_app.evidence.jws import PublicJwk
from courier_app.evidence.log_keys import KnownKey, open_checkpoint
from courier_app.models import HashTile, Leaf, PublishedCheckpoint
from courier_app.queries.log import tail
from courier_app.services.custody_audit import answers_that_differ
from courier_app.services.decision_audit import rows_that_differ
from courier_app.services.entry_audit import entries_that_differ, orphans_of
from courier_app.services.look_roots import looks_that_differ

STREAMED = {"yield_per": 4_096}


class Wrong(StrEnum):
    """What does not fit. Each has a sentence at the command line."""

    GAP = "gap"  # a leaf is missing
    ENTRY = "entry"  # an entry has another hash than its row says
    TILE = "tile"  # a tile holds other hashes than the leaves have
    TAIL = "tail"  # the tail is another tree's
    CHECKPOINT = "checkpoint"  # a published checkpoint is not of this tree, or not signed
    REMEMBERED = "remembered"  # the checkpoint that somebody brought is not of this tree
    RECORD = "record"  # a proof or a server's record is not what its entry says
    ROW = "row"  # a verdict or a phone's key in the tables is not what was logged
    LOOKS = "looks"  # the access log is not what its root in the ledger says
    STAMP = "stamp"  # the stamp of an outside clock is not one of this checkpoint
    ORPHAN = "orphan"  # an entry that no proof and no record stands behind


@dataclass(frozen=True)
class Fault:
    """`where`: the index of a leaf, the size of a tree, or the level and number of a tile."""

    wrong: Wrong
    where: str


@dataclass(frozen=True)
class TileRow:
    """A row of hash_tiles as it must be."""

    level: int
    number: int
    hashes: bytes


@dataclass
class Tree:
    """The tree as it is built again, leaf by leaf. Holds one open tile of each level, never all hashes; `roots`: of the
    sizes that somebody remembers."""

    roots: dict[int, bytes]
    size: int = 0
    edge: tuple[bytes, ...] = ()
    tiles: dict[int, list[bytes]] = field(default_factory=dict)

    def add(self, leaf: bytes) -> Iterator[TileRow]:
        """The tiles that are full now."""
        self.edge = append(self.edge, self.size, leaf)
        yield from self._into_tiles(0, self.size, leaf)
        self.size += 1
        if self.size in self.roots:
            self.roots[self.size] = root(self.edge)

    def open_tiles(self) -> Iterator[TileRow]:
        """Those that are kept although they may still grow: all but the leaves' own."""
        for level, hashes in self.tiles.items():
            if level and hashes:
                yield TileRow(level, self.size >> HEIGHT * (level + 1), b"".join(hashes))

    def has(self, level: int, number: int) -> bool:
        """Whether a tree of this size has that tile."""
        last, rest = divmod(self.size >> HEIGHT * level, WIDTH)
        return number < last or (number == last and level > 0 and rest > 0)

    def _into_tiles(self, level: int, number: int, new: bytes) -> Iterator[TileRow]:
        tile = self.tiles.setdefault(level, [])
        tile.append(new)
        if len(tile) == WIDTH:
            self.tiles[level] = []
            yield TileRow(level, number >> HEIGHT, b"".join(tile))
            yield from self._into_tiles(level + 1, number >> HEIGHT, perfect_root(tile))


class _Published:
    """The published checkpoints in the order of their size, beside the walk."""

    def __init__(self, session: Session, key: KnownKey) -> None:
        one = PublishedCheckpoint
        wanted = select(one.size, one.root, one.note).order_by(one.size)
        self._rows, self._key = iter(session.execute(wanted, execution_options=STREAMED)), key
        self._next = next(self._rows, None)

    def up_to(self, walk: Tree) -> Iterator[Fault]:
        """What does not fit among those of the present size."""
        while self._next and self._next.size <= walk.size:
            expected = Checkpoint(self._key.name, walk.size, root(walk.edge))
            if self._next.root != expected.root or _opened(self._next.note, self._key) != expected:
                yield Fault(Wrong.CHECKPOINT, str(self._next.size))
            self._next = next(self._rows, None)

    def beyond(self) -> Iterator[Fault]:
        """All of trees larger than this one."""
        while self._next:
            yield Fault(Wrong.CHECKPOINT, str(self._next.size))
            self._next = next(self._rows, None)


def faults_in(
    session: Session,
    key: KnownKey,
    *,
    remembered: Sequence[Checkpoint] = (),
    answers: PublicJwk | None = None,
) -> Iterator[Fault]:
    """Everything that does not fit. `remembered`: checkpoints that somebody kept outside of this database, opened
    with the log's key. `answers`: the public half of the key of our answers to phones; without it they are read and
    compared, and their signatures are not looked at. Reads everything once, in a stream."""
    walk = Tree(dict.fromkeys((one.size for one in remembered), b""))
    walk.roots |= {0: EMPTY_ROOT}
    yield from _tree(session, walk, key)
    for one in remembered:
        if walk.roots[one.size] != one.root or one.origin != key.name:
            yield Fault(Wrong.REMEMBERED, str(one.size))
    yield from (Fault(Wrong.RECORD, str(index)) for index in entries_that_differ(session))
    yield from (Fault(Wrong.ORPHAN, str(index)) for index in orphans_of(session))
    yield from (Fault(Wrong.ROW, words) for words in rows_that_differ(session))
    yield from (Fault(Wrong.ROW, words) for words in answers_that_differ(session, answers))
    yield from (Fault(Wrong.LOOKS, words) for words in looks_that_differ(session))


def _tree(session: Session, walk: Tree, key: KnownKey) -> Iterator[Fault]:
    published = _Published(session, key)
    yield from published.up_to(walk)
    yield from _leaves(session, walk, published)
    yield from _differing(session, walk.open_tiles())
    yield from _strange_tiles(session, walk)
    yield from published.beyond()
    now = tail(session)
    if now.size != walk.size or tuple(hashes_in(now.edge)) != walk.edge:
        yield Fault(Wrong.TAIL, str(now.size))


def _leaves(session: Session, walk: Tree, published: _Published) -> Iterator[Fault]:
    """Up to the first gap. PostgreSQL keeps a cursor open for a stream until it is closed."""
    wanted = select(Leaf.index, Leaf.entry, Leaf.hash).order_by(Leaf.index)
    with closing(session.execute(wanted, execution_options=STREAMED)) as rows:
        for index, entry, kept in rows:
            if index != walk.size:
                yield Fault(Wrong.GAP, str(walk.size))
                return
            found = leaf_hash(entry)
            if found != kept:
                yield Fault(Wrong.ENTRY, str(index))
            yield from _differing(session, walk.add(found))
            yield from published.up_to(walk)


def _differing(session: Session, tiles: Iterator[TileRow]) -> Iterator[Fault]:
    for tile in tiles:
        here = (HashTile.level == tile.level, HashTile.number == tile.number)
        kept = session.scalar(select(HashTile.hashes).where(*here))
        if kept != tile.hashes:
            yield Fault(Wrong.TILE, f"{tile.level}/{tile.number}")


def _strange_tiles(session: Session, walk: Tree) -> Iterator[Fault]:
    """Rows that this tree has no tile for."""
    wanted = select(HashTile.level, HashTile.number).order_by(HashTile.level, HashTile.number)
    for level, number in session.execute(wanted, execution_options=STREAMED):
        if not walk.has(level, number):
            yield Fault(Wrong.TILE, f"{level}/{number}")


def _opened(note: bytes, key: KnownKey) -> Checkpoint | None:
    try:
        return open_checkpoint(note, key)
    except BadNote:
        return None
