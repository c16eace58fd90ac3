"""The whole ledger checked again, from the entries up: nothing that the database says of itself is believed."""

import hashlib
import json
from collections.abc import Iterator, Sequence
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


@dataclass
class _Walk:
    """The tree as it is built again, leaf by leaf."""

    roots: dict[int, bytes]
    size: int = 0
    edge: tuple[bytes, ...] = ()
    tiles: dict[tuple[int, int], list[bytes]] = field(default_factory=dict)

    def add(self, leaf: bytes) -> None:
        self.edge = append(self.edge, self.size, leaf)
        self._into_tiles(0, self.size, leaf)
        self.size += 1
        if self.size in self.roots:
            self.roots[self.size] = root(self.edge)

    def _into_tiles(self, level: int, number: int, new: bytes) -> None:
        tile = self.tiles.setdefault((level, number >> HEIGHT), [])
        tile.append(new)
        if len(tile) == WIDTH:
            self._into_tiles(level + 1, number >> HEIGHT, perfect_root(tile))


def faults_in(session: Session, key: KnownKey, *, remembered: Sequence[Checkpoint] = ()) -> Iterator[Fault]:
    """Everything that does not fit. `remembered`: checkpoints that somebody kept outside of this database, opened
    with the log's key. Reads everything once: about 20 µs for each leaf."""
    published = session.scalars(select(PublishedCheckpoint)).all()
    sizes = [row.size for row in published] + [one.size for one in remembered]
    walk = _Walk(dict.fromkeys(sizes, b""))
    walk.roots |= {0: EMPTY_ROOT}
    yield from _leaves(session, walk)
    yield from _tiles(session, walk)
    yield from _checkpoints(published, walk, key)
    for one in remembered:
        if walk.roots[one.size] != one.root or one.origin != key.name:
            yield Fault(Wrong.REMEMBERED, str(one.size))
    yield from _behind(session)
    yield from (Fault(Wrong.ROW, words) for words in rows_that_differ(session))
    yield from (Fault(Wrong.LOOKS, words) for words in looks_that_differ(session))


def _leaves(session: Session, walk: _Walk) -> Iterator[Fault]:
    wanted = select(Leaf.index, Leaf.entry, Leaf.hash).order_by(Leaf.index)
    for index, entry, kept in session.execute(wanted, execution_options=STREAMED):
        if index != walk.size:
            yield Fault(Wrong.GAP, str(walk.size))
            return
        found = leaf_hash(entry)
        if found != kept:
            yield Fault(Wrong.ENTRY, str(index))
        walk.add(found)
    now = tail(session)
    if now.size != walk.size or tuple(hashes_in(now.edge)) != walk.edge:
        yield Fault(Wrong.TAIL, str(now.size))


def _tiles(session: Session, walk: _Walk) -> Iterator[Fault]:
    kept = {(row.level, row.number): bytes(row.hashes) for row in session.scalars(select(HashTile))}
    grown = {place: b"".join(tile) for place, tile in walk.tiles.items() if place[0] or len(tile) == WIDTH}
    for place in sorted(kept.keys() | grown.keys()):
        if kept.get(place) != grown.get(place):
            yield Fault(Wrong.TILE, "/".join(map(str, place)))


def _checkpoints(published: Sequence[PublishedCheckpoint], walk: _Walk, key: KnownKey) -> Iterator[Fault]:
    for row in published:
        expected = Checkpoint(key.name, row.size, walk.roots[row.size])
        if row.root != expected.root or _opened(row.note, key) != expected:
            yield Fault(Wrong.CHECKPOINT, str(row.size))


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
