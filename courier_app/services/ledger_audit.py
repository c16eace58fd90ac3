"""The whole ledger checked again, from the entries up: nothing that the database says of itself is believed."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.merkle import EMPTY_ROOT, LeafType, append, leaf_hash, root
from courier_app.domain.notes import BadNote, Checkpoint
from courier_app.domain.tiles import HEIGHT, WIDTH, hashes_in, perfect_root
from courier_app.evidence.log_keys import KnownKey, open_checkpoint
from courier_app.models import HashTile, Leaf, OwnPhoneSignature, Proof, PublishedCheckpoint, ServerRecord
from courier_app.queries.log import tail
from courier_app.services.decision_audit import rows_that_differ
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


def faults_in(session: Session, key: KnownKey, *, remembered: Sequence[Checkpoint] = ()) -> Iterator[Fault]:
    """Everything that does not fit. `remembered`: checkpoints that somebody kept outside of this database, opened
    with the log's key. Reads everything once, in a stream."""
    walk = Tree(dict.fromkeys((one.size for one in remembered), b""))
    walk.roots |= {0: EMPTY_ROOT}
    yield from _tree(session, walk, key)
    for one in remembered:
        if walk.roots[one.size] != one.root or one.origin != key.name:
            yield Fault(Wrong.REMEMBERED, str(one.size))
    yield from _behind(session)
    yield from (Fault(Wrong.ROW, words) for words in rows_that_differ(session))
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


def _behind(session: Session) -> Iterator[Fault]:
    """What stands behind each entry: one proof, what one recipient signed, or one record of the server itself."""
    for index, entry, expected in _claims(session):
        if any(_members(entry).get(name) != value for name, value in expected.items()):
            yield Fault(Wrong.RECORD, str(index))
    proof, record = select(Proof.leaf_index), select(ServerRecord.leaf_index)
    signed = select(OwnPhoneSignature.leaf_index).where(OwnPhoneSignature.leaf_index.is_not(None))
    orphans = select(Leaf.index).where(*(Leaf.index.not_in(one) for one in (proof, record, signed)))
    for index in session.scalars(orphans.order_by(Leaf.index)):
        yield Fault(Wrong.ORPHAN, str(index))


def _claims(session: Session) -> Iterator[tuple[int, bytes, dict[str, object]]]:
    """Index and entry of each leaf, and what its entry must say."""
    for index, entry, mh, digest, device in session.execute(_PROOFS, execution_options=STREAMED):
        yield index, entry, {"t": "proof", "mh": mh.hex(), "jh": digest.hex() if device else None}
    for index, entry, signed in session.execute(_OWN_PHONE, execution_options=STREAMED):
        yield index, entry, {"t": LeafType.OWN_PHONE.value, "mh": signed.hex() if signed else None}
    for index, entry, record in session.execute(_RECORDS, execution_options=STREAMED):
        facts = _members(record)
        yield index, entry, {"t": facts.get("t"), "mh": hashlib.sha256(record).hexdigest()}


_PROOFS = select(Leaf.index, Leaf.entry, Proof.manifest_hash, Proof.digest, Proof.device_id).join(
    Proof, Proof.leaf_index == Leaf.index
)
_OWN_PHONE = select(Leaf.index, Leaf.entry, OwnPhoneSignature.record_hash).join(
    OwnPhoneSignature, OwnPhoneSignature.leaf_index == Leaf.index
)
_RECORDS = select(Leaf.index, Leaf.entry, ServerRecord.record).join(
    ServerRecord, ServerRecord.leaf_index == Leaf.index
)


def _members(entry: bytes) -> dict[str, object]:
    try:
        said = json.loads(entry)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
